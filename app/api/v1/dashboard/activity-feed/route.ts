import { on, serve } from "@/app/_http/serve";
import { activityFeed } from "@/lib/analytics";
import { api } from "@/lib/api";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.dashboard.activityFeed, (ctx, { query }) => activityFeed(ctx, query)),
);
