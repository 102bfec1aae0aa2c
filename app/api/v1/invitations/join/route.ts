import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { joinByInvitation } from "@/lib/people";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.invitations.join, (ctx, { body }) => joinByInvitation(ctx, body)),
);
