import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { getProposal } from "@/lib/remediation";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.loop.getProposal, (ctx, { params }) => getProposal(ctx, params.id)),
);
