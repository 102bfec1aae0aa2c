import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { addSecret } from "@/lib/integrations";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.integrations.addSecret, (ctx, { params, body }) => addSecret(ctx, params.name, body)),
);
