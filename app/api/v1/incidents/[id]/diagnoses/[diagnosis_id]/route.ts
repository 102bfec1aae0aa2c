import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { getOneDiagnosis } from "@/lib/diagnosis";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.loop.oneDiagnosis, (ctx, { params }) => getOneDiagnosis(ctx, params.id, params.diagnosis_id)),
);
