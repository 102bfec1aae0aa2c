import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { newRecoveryCodes } from "@/lib/people";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.profile.newRecoveryCodes, (ctx, { body }) => newRecoveryCodes(ctx, body)),
);
