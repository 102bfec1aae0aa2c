import type { Ctx } from "@/lib/auth";
import { sha256 } from "@/lib/platform/crypto";
import { type Prisma, prisma, type Tx } from "@/lib/platform/db";
import { notFound } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";
import type { ArticleSummary, ArticleView } from "./contract";

export type ArticleRow = Prisma.KnowledgeArticleGetPayload<Prisma.KnowledgeArticleDefaultArgs>;

const BEGINNING = 240;

export const presentArticle = (row: ArticleRow): ArticleView => ({
  id: row.id,
  title: row.title,
  body: row.body,
  tags: row.tags,
  fault: row.fault,
  service_name: row.serviceName,
  created_by: row.createdBy,
  created_at: row.createdAt.toISOString(),
  updated_by: row.updatedBy,
  updated_at: row.updatedAt.toISOString(),
});

export function presentSummary(row: ArticleRow): ArticleSummary {
  const { body, ...view } = presentArticle(row);
  const line = body.replace(/\s+/g, " ");
  // Whole characters: half of a pair is no text.
  const beginning = [...line.slice(0, BEGINNING * 2)].slice(0, BEGINNING).join("");
  return { ...view, beginning: beginning.length < line.length ? `${beginning}…` : beginning };
}

/** The article of the caller's organization. Throws `not_found`. */
export async function findArticle(tx: Tx, { organizationId }: Ctx, id: string): Promise<ArticleRow> {
  const row = isId(id) ? await tx.knowledgeArticle.findFirst({ where: { id, organizationId } }) : null;
  if (!row) throw notFound("The article");
  return row;
}

/** These articles, in this order; what was deleted meanwhile is left out. */
export async function articlesIn(ids: string[]): Promise<ArticleRow[]> {
  const rows = await prisma().knowledgeArticle.findMany({ where: { id: { in: ids } } });
  return ids.flatMap((id) => rows.find((row) => row.id === id) ?? []);
}

/** What the record says of an article. Its text is long; that it changed is told by its hash. */
export const recorded = ({ title, body, tags, fault, serviceName }: ArticleRow): Record<string, unknown> => ({
  title,
  tags,
  fault,
  service_name: serviceName,
  body_sha256: sha256(body),
});
