import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { transferOwnership } from "@/lib/people";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.members.transferOwnership, (ctx, { params }) => transferOwnership(ctx, params.id)),
);
