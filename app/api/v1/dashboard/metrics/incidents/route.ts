import { on, serve } from "@/app/_http/serve";
import { incidentTrend } from "@/lib/analytics";
import { api } from "@/lib/api";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.dashboard.incidents, (ctx, { query }) => incidentTrend(ctx, query)),
);
