import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { beginSecondFactor } from "@/lib/people";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.profile.beginSecondFactor, (ctx, { body }) => beginSecondFactor(ctx, body)),
);
