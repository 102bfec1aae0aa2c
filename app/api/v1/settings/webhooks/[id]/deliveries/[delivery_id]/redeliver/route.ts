import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { redeliver } from "@/lib/outbound";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.webhooks.redeliver, (ctx, { params }) =>
    redeliver(ctx, { webhookId: params.id, deliveryId: params.delivery_id }),
  ),
);
