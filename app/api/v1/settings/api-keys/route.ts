import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { createKey, listKeys } from "@/lib/keys";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.apiKeys.list, (ctx) => listKeys(ctx)),
  on(api.apiKeys.create, (ctx, { body }) => createKey(ctx, body)),
);
