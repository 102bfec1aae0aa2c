import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { healService } from "@/lib/integrations";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.sandbox.heal, (ctx, { params }) => healService(ctx, params)),
);
