import { originOf } from "@/app/_http/origin";
import { onOpen, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { acceptInvitation } from "@/lib/people";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  onOpen(api.invitations.accept, ({ body, request }, requestId) =>
    acceptInvitation(body, originOf(request.headers), requestId),
  ),
);
