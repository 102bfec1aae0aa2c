import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { deleteService, getService, updateService } from "@/lib/monitoring";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.services.get, (ctx, { params }) => getService(ctx, params.name)),
  on(api.services.update, (ctx, { params, body }) => updateService(ctx, params.name, body)),
  on(api.services.remove, async (ctx, { params }) => {
    await deleteService(ctx, params.name);
    return null;
  }),
);
