import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { askQuestion, listQuestions } from "@/lib/diagnosis";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.agent.questions, (ctx, { params, query }) => listQuestions(ctx, params.id, query)),
  on(api.agent.askQuestion, (ctx, { params, body }) => askQuestion(ctx, params.id, body)),
);
