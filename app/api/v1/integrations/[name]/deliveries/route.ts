import { on, serve } from "@/app/_http/serve";
import { listDeliveries } from "@/lib/alerts";
import { api } from "@/lib/api";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.integrations.deliveries, (ctx, { params, query }) => listDeliveries(ctx, params.name, query)),
);
