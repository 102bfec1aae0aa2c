import { on, serve } from "@/app/_http/serve";
import { resolutionTimes } from "@/lib/analytics";
import { api } from "@/lib/api";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.dashboard.resolutionTime, (ctx, { query }) => resolutionTimes(ctx, query)),
);
