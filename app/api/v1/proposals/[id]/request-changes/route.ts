import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { requestChanges } from "@/lib/remediation";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.loop.requestChanges, (ctx, { params, body }) => requestChanges(ctx, params.id, body)),
);
