import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { testIntegration } from "@/lib/outbound";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.integrations.test, (ctx, { params }) => testIntegration(ctx, params.name)),
);
