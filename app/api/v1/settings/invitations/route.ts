import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { createInvitation, listInvitations } from "@/lib/people";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.invitations.list, (ctx) => listInvitations(ctx)),
  on(api.invitations.create, (ctx, { body }) => createInvitation(ctx, body)),
);
