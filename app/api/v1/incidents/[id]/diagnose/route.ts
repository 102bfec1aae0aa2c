import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { diagnoseIncident } from "@/lib/diagnosis";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.loop.diagnose, (ctx, { params, body }) =>
    diagnoseIncident(ctx, { incidentId: params.id, engine: body.engine }),
  ),
);
