import { on, serve } from "@/app/_http/serve";
import { automationMetrics } from "@/lib/analytics";
import { api } from "@/lib/api";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.dashboard.automation, (ctx, { query }) => automationMetrics(ctx, query)),
);
