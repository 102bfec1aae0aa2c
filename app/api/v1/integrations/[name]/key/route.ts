import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { renewKey } from "@/lib/integrations";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.integrations.renewKey, (ctx, { params }) => renewKey(ctx, params.name)),
);
