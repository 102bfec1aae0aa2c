import { on, serve } from "@/app/_http/serve";
import { replayDelivery } from "@/lib/alerts";
import { api } from "@/lib/api";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.integrations.replay, (ctx, { params }) => replayDelivery(ctx, params.name, params.id)),
);
