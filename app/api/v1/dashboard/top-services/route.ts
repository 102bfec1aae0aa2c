import { on, serve } from "@/app/_http/serve";
import { topServices } from "@/lib/analytics";
import { api } from "@/lib/api";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.dashboard.topServices, (ctx, { query }) => topServices(ctx, query)),
);
