import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { rejectProposal } from "@/lib/remediation";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.loop.reject, (ctx, { params, body }) => rejectProposal(ctx, params.id, body)),
);
