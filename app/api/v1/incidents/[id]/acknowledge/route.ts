import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { acknowledgeIncident } from "@/lib/incidents";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.incidents.acknowledge, (ctx, { params }) => acknowledgeIncident(ctx, params.id)),
);
