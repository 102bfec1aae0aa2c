import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { disconnectIdentity } from "@/lib/people";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.profile.disconnectIdentity, (ctx, { params }) => disconnectIdentity(ctx, params.provider)),
);
