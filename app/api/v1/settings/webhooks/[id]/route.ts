import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { changeWebhook, deleteWebhook } from "@/lib/outbound";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.webhooks.change, (ctx, { params, body }) => changeWebhook(ctx, params.id, body)),
  on(api.webhooks.remove, (ctx, { params }) => deleteWebhook(ctx, params.id)),
);
