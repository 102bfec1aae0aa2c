import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { integrationMetrics } from "@/lib/outbound";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.integrations.metrics, (ctx, { params, query }) => integrationMetrics(ctx, params.name, query)),
);
