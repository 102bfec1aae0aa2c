import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { createIntegration, listIntegrations } from "@/lib/integrations";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.integrations.list, (ctx) => listIntegrations(ctx)),
  on(api.integrations.create, (ctx, { body }) => createIntegration(ctx, body)),
);
