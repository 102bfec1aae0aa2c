import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { getProfile, updateProfile } from "@/lib/people";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.profile.get, (ctx) => getProfile(ctx)),
  on(api.profile.update, (ctx, { body }) => updateProfile(ctx, body)),
);
