import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { rotateKeyByName } from "@/lib/keys";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.apiKeys.rotateByName, (ctx, { query }) => rotateKeyByName(ctx, query)),
);
