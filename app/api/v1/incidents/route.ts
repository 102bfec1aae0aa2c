import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { createIncident, listIncidents } from "@/lib/incidents";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.incidents.list, (ctx, { query }) => listIncidents(ctx, query)),
  on(api.incidents.create, (ctx, { body }) => createIncident(ctx, body)),
);
