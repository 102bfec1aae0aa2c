import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { endSecret } from "@/lib/integrations";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.integrations.endSecret, (ctx, { params }) => endSecret(ctx, params.name, params.id)),
);
