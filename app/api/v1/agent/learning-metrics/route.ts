import { on, serve } from "@/app/_http/serve";
import { learningMetrics } from "@/lib/analytics";
import { api } from "@/lib/api";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.agent.learningMetrics, (ctx, { query }) => learningMetrics(ctx, query)),
);
