import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { createWebhook, listWebhooks } from "@/lib/outbound";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.webhooks.list, (ctx) => listWebhooks(ctx)),
  on(api.webhooks.create, (ctx, { body }) => createWebhook(ctx, body)),
);
