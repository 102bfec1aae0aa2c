import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { listSecurityEvents } from "@/lib/security";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.security.securityEvents, (ctx, { query }) => listSecurityEvents(ctx, query)),
);
