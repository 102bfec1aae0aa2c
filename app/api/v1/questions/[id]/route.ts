import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { withdrawQuestion } from "@/lib/diagnosis";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.agent.withdrawQuestion, (ctx, { params }) => withdrawQuestion(ctx, params.id)),
);
