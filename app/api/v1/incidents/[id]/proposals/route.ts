import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { listProposals } from "@/lib/remediation";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.incidents.proposals, (ctx, { params }) => listProposals(ctx, params.id)),
);
