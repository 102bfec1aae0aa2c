import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { injectFailure } from "@/lib/integrations";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.sandbox.inject, (ctx, { params, body }) => injectFailure(ctx, { ...params, ...body })),
);
