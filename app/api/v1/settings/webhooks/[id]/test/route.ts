import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { testWebhook } from "@/lib/outbound";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.webhooks.test, (ctx, { params }) => testWebhook(ctx, params.id)),
);
