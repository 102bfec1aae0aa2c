import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { changeRole, removeMember } from "@/lib/people";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.members.changeRole, (ctx, { params, body }) => changeRole(ctx, params.id, body)),
  on(api.members.remove, (ctx, { params }) => removeMember(ctx, params.id)),
);
