import type { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import type { Page } from "@/lib/platform/contract";
import { pool, prisma } from "@/lib/platform/db";
import { storable } from "@/lib/platform/storable";
import { type ArticleSummary, type ArticleView, ListArticles, SearchArticles } from "./contract";
import { articlesIn, findArticle, presentArticle, presentSummary } from "./present-article";

/** One article. Throws `not_found`. */
export async function getArticle(ctx: Ctx, id: string): Promise<ArticleView> {
  require(ctx, "read");
  return presentArticle(await findArticle(prisma(), ctx, id));
}

/** The organization's articles: what a search finds best first, else what was changed last. */
export async function listArticles(ctx: Ctx, raw: z.input<typeof ListArticles>): Promise<Page<ArticleSummary>> {
  require(ctx, "read");
  const { page, page_size, query = "" } = ListArticles.parse(raw);
  const { ids, total } = await find(ctx, query, { skip: (page - 1) * page_size, take: page_size });
  const items = (await articlesIn(ids)).map(presentSummary);
  return { items, total, page, page_size, has_next: page * page_size < total };
}

/** The articles that fit some words best, whole: for whoever investigates. */
export async function searchArticles(ctx: Ctx, raw: z.input<typeof SearchArticles>): Promise<ArticleView[]> {
  require(ctx, "read");
  const { query, limit } = SearchArticles.parse(raw);
  const { ids } = await find(ctx, query, { skip: 0, take: limit });
  return (await articlesIn(ids)).map(presentArticle);
}

async function find({ organizationId }: Ctx, query: string, { skip, take }: { skip: number; take: number }) {
  const words = storable(query);
  const isFound = "($2 = '' OR found_by @@ any_word_of($2) OR words @@ any_beginning_of($2))";
  const { rows } = await pool().query<{ id: string; total: number }>(
    `SELECT id, count(*) OVER ()::int AS total FROM knowledge_articles
     WHERE organization_id = $1 AND ${isFound}
     ORDER BY (fault = $2 OR lower(service_name) = lower($2)) IS TRUE DESC,
       CASE WHEN $2 = '' THEN 0 ELSE ts_rank(found_by, any_word_of($2)) END DESC, updated_at DESC, id DESC
     LIMIT $3 OFFSET $4`,
    [organizationId, words, take, skip],
  );
  if (rows.length > 0 || skip === 0) return { ids: rows.map(({ id }) => id), total: rows[0]?.total ?? 0 };
  // Beyond the last page there is no row to say how many there are.
  const counted = await pool().query<{ total: number }>(
    `SELECT count(*)::int AS total FROM knowledge_articles WHERE organization_id = $1 AND ${isFound}`,
    [organizationId, words],
  );
  return { ids: [], total: counted.rows[0]?.total ?? 0 };
}
