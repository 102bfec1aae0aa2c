import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { explainPermissions } from "@/lib/security";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.security.permissions, (ctx, { query }) => explainPermissions(ctx, query)),
);
