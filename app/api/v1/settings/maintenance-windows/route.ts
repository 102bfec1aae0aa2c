import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { createWindow, listWindows } from "@/lib/maintenance";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.maintenance.list, (ctx, { query }) => listWindows(ctx, query)),
  on(api.maintenance.create, (ctx, { body }) => createWindow(ctx, body)),
);
