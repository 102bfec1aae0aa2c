import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { rotateWebhookSecret } from "@/lib/outbound";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.webhooks.rotate, (ctx, { params }) => rotateWebhookSecret(ctx, params.id)),
);
