import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { changeArticle, deleteArticle, getArticle } from "@/lib/knowledge";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.knowledge.get, (ctx, { params }) => getArticle(ctx, params.id)),
  on(api.knowledge.change, (ctx, { params, body }) => changeArticle(ctx, params.id, body)),
  on(api.knowledge.remove, (ctx, { params }) => deleteArticle(ctx, params.id)),
);
