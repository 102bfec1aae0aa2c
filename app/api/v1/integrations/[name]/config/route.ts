import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { changeConfig } from "@/lib/integrations";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.integrations.config, (ctx, { params, body }) => changeConfig(ctx, params.name, body)),
);
