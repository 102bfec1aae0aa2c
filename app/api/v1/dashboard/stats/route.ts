import { on, serve } from "@/app/_http/serve";
import { dashboardStats } from "@/lib/analytics";
import { api } from "@/lib/api";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.dashboard.stats, (ctx, { query }) => dashboardStats(ctx, query)),
);
