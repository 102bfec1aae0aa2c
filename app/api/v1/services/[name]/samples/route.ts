import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { listSamples } from "@/lib/monitoring";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.services.samples, (ctx, { params, query }) => listSamples(ctx, params.name, query)),
);
