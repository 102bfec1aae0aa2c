import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { endWebhookSecret } from "@/lib/outbound";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.webhooks.endSecret, (ctx, { params }) => endWebhookSecret(ctx, params.id, params.secret_id)),
);
