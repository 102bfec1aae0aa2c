import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { getExecution } from "@/lib/remediation";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.loop.getExecution, (ctx, { params }) => getExecution(ctx, params.id)),
);
