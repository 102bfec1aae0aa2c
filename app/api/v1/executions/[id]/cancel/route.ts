import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { cancelExecution } from "@/lib/remediation";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.loop.cancel, (ctx, { params }) => cancelExecution(ctx, params.id)),
);
