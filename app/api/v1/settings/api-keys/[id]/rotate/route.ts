import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { rotateKey } from "@/lib/keys";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.apiKeys.rotate, (ctx, { params, body }) => rotateKey(ctx, params.id, body)),
);
