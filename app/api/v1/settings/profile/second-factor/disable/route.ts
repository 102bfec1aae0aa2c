import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { disableSecondFactor } from "@/lib/people";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.profile.disableSecondFactor, (ctx, { body }) => disableSecondFactor(ctx, body)),
);
