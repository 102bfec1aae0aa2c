import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { listTimeline } from "@/lib/incidents";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.incidents.timeline, (ctx, { params }) => listTimeline(ctx, params.id)),
);
