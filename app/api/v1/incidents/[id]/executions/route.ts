import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { listExecutions } from "@/lib/remediation";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.incidents.executions, (ctx, { params }) => listExecutions(ctx, params.id)),
);
