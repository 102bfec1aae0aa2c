import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { resolveIncident } from "@/lib/incidents";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.incidents.resolve, (ctx, { params, body }) => resolveIncident(ctx, params.id, body)),
);
