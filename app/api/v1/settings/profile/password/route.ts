import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { changePassword } from "@/lib/people";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.profile.changePassword, (ctx, { body }) => changePassword(ctx, body)),
);
