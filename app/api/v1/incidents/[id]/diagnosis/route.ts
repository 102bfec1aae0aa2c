import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { getDiagnosis } from "@/lib/diagnosis";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.loop.diagnosis, (ctx, { params }) => getDiagnosis(ctx, params.id)),
);
