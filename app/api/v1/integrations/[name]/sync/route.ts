import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { syncIntegration } from "@/lib/outbound";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.integrations.sync, (ctx, { params }) => syncIntegration(ctx, params.name)),
);
