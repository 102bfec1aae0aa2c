import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { updateIncident } from "@/lib/incidents";
import { presentIncident } from "@/lib/realtime";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.incidents.get, (ctx, { params }) => presentIncident(ctx, params.id)),
  on(api.incidents.update, (ctx, { params, body }) => updateIncident(ctx, params.id, body)),
);
