import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { withdrawFeedback } from "@/lib/diagnosis";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.agent.withdrawFeedback, (ctx, { params }) => withdrawFeedback(ctx, params.id)),
);
