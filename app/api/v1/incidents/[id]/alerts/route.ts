import { on, serve } from "@/app/_http/serve";
import { listIncidentAlerts } from "@/lib/alerts";
import { api } from "@/lib/api";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.incidents.alerts, (ctx, { params }) => listIncidentAlerts(ctx, params.id)),
);
