import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { switchOrganization } from "@/lib/people";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.sessions.switchOrganization, (ctx, { body }) => switchOrganization(ctx, body)),
);
