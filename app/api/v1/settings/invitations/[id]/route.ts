import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { revokeInvitation } from "@/lib/people";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.invitations.revoke, (ctx, { params }) => revokeInvitation(ctx, params.id)),
);
