import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { deleteIntegration, getIntegration } from "@/lib/integrations";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.integrations.get, (ctx, { params }) => getIntegration(ctx, params.name)),
  on(api.integrations.remove, (ctx, { params }) => deleteIntegration(ctx, params.name)),
);
