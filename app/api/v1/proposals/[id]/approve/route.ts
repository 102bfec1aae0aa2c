import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { approveProposal } from "@/lib/remediation";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.loop.approve, (ctx, { params, body }) =>
    approveProposal(ctx, { id: params.id, contentHash: body.content_hash }),
  ),
);
