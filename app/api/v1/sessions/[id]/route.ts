import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { revokeSession } from "@/lib/people";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.sessions.revoke, (ctx, { params }) => revokeSession(ctx, params.id)),
);
