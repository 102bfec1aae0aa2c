import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { listWebhookDeliveries } from "@/lib/outbound";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.webhooks.deliveries, (ctx, { params, query }) => listWebhookDeliveries(ctx, params.id, query)),
);
