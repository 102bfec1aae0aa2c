import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { cancelWindow, changeWindow } from "@/lib/maintenance";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.maintenance.change, (ctx, { params, body }) => changeWindow(ctx, params.id, body)),
  on(api.maintenance.cancel, (ctx, { params }) => cancelWindow(ctx, params.id)),
);
