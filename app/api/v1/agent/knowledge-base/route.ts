import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { searchArticles } from "@/lib/knowledge";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.knowledge.search, (ctx, { query }) => searchArticles(ctx, query)),
);
