import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { relevantArticles } from "@/lib/knowledge";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.knowledge.relevant, (ctx, { params, query }) => relevantArticles(ctx, params.id, query)),
);
