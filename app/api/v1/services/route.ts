import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { createService, listServices } from "@/lib/monitoring";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.services.list, (ctx) => listServices(ctx)),
  on(api.services.create, (ctx, { body }) => createService(ctx, body)),
);
