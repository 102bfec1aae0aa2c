import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { listRelated } from "@/lib/incidents";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.incidents.related, (ctx, { params, query }) => listRelated(ctx, params.id, query)),
);
