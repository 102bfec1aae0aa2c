import { on, serve } from "@/app/_http/serve";
import { getDelivery } from "@/lib/alerts";
import { api } from "@/lib/api";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.integrations.delivery, (ctx, { params }) => getDelivery(ctx, params.name, params.id)),
);
