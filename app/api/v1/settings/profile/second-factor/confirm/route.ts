import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { confirmSecondFactor } from "@/lib/people";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.profile.confirmSecondFactor, (ctx, { body }) => confirmSecondFactor(ctx, body)),
);
