import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { reopenIncident } from "@/lib/incidents";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.incidents.reopen, (ctx, { params, body }) => reopenIncident(ctx, params.id, body)),
);
