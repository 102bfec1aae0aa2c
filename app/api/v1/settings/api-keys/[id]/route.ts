import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { renameKey, revokeKey } from "@/lib/keys";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.apiKeys.rename, (ctx, { params, body }) => renameKey(ctx, params.id, body)),
  on(api.apiKeys.revoke, (ctx, { params }) => revokeKey(ctx, params.id)),
);
