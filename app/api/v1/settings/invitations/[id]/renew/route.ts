import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { renewInvitation } from "@/lib/people";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.invitations.renew, (ctx, { params }) => renewInvitation(ctx, params.id)),
);
