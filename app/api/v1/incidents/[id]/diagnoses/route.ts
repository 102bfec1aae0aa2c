import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { listDiagnoses } from "@/lib/diagnosis";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.loop.diagnoses, (ctx, { params, query }) => listDiagnoses(ctx, params.id, query)),
);
