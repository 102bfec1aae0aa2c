import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { revokeOtherSessions } from "@/lib/people";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.sessions.revokeOthers, (ctx) => revokeOtherSessions(ctx)),
);
