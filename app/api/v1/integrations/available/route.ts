import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { availableSources } from "@/lib/integrations";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.integrations.available, (ctx) => availableSources(ctx)),
);
