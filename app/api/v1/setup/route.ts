import { originOf } from "@/app/_http/origin";
import { onOpen, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { setUpOwner } from "@/lib/people";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  onOpen(api.setup.owner, ({ body, request }, requestId) => setUpOwner(body, originOf(request.headers), requestId)),
);
