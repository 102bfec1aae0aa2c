import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { listLog } from "@/lib/integrations";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.integrations.logs, (ctx, { params, query }) => listLog(ctx, params.name, query)),
);
