import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { createArticle, listArticles } from "@/lib/knowledge";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.knowledge.list, (ctx, { query }) => listArticles(ctx, query)),
  on(api.knowledge.create, (ctx, { body }) => createArticle(ctx, body)),
);
