import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { exportDiagnosis } from "@/lib/diagnosis";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.loop.diagnosisTranscript, (ctx, { params }) => exportDiagnosis(ctx, params.id)),
);
