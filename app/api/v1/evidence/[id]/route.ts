import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { getEvidence } from "@/lib/diagnosis";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.loop.evidence, (ctx, { params }) => getEvidence(ctx, params.id)),
);
