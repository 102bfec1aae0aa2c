import { on, serve } from "@/app/_http/serve";
import { listIncidentSignals } from "@/lib/alerts";
import { api } from "@/lib/api";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.incidents.signals, (ctx, { params, query }) => listIncidentSignals(ctx, params.id, query)),
);
