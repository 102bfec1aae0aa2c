import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { listAgentActions, proposeAction } from "@/lib/remediation";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.incidents.actions, (ctx, { params }) => listAgentActions(ctx, params.id)),
  on(api.incidents.proposeAction, (ctx, { params, body }) => proposeAction(ctx, params.id, body)),
);
