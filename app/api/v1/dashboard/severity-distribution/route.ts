import { on, serve } from "@/app/_http/serve";
import { severityDistribution } from "@/lib/analytics";
import { api } from "@/lib/api";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.dashboard.severityDistribution, (ctx, { query }) => severityDistribution(ctx, query)),
);
