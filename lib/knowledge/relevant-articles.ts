import { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import { getIncident } from "@/lib/incidents";
import { pool, prisma } from "@/lib/platform/db";
import { type RelevantArticle, RelevantArticlesQuery } from "./contract";
import { articlesIn, presentSummary } from "./present-article";

type Row = { id: string; isFault: boolean; isService: boolean; shared: string[] };

const MOST_WORDS = 50;

/** The articles that may help with an incident: about its fault, about its service, or with its words in title or tags. */
export async function relevantArticles(
  ctx: Ctx,
  incidentId: string,
  raw: z.input<typeof RelevantArticlesQuery>,
): Promise<RelevantArticle[]> {
  require(ctx, "read");
  const { limit } = RelevantArticlesQuery.parse(raw);
  const incident = await getIncident(ctx, incidentId);
  const fault = await faultOf(incident.id);
  const service = incident.service_name ?? "";
  const told = `${incident.title} ${incident.affected_system}`;
  const { rows } = await pool().query<Row>(
    `SELECT id, fault IS NOT DISTINCT FROM $2 AS "isFault", lower(service_name) IS NOT DISTINCT FROM lower($3) AS "isService",
       ARRAY(SELECT word FROM unnest($6::text[]) AS word WHERE heading @@ any_word_of(word)) AS shared
     FROM (SELECT *, ts_filter(found_by, '{a,b}') AS heading FROM knowledge_articles WHERE organization_id = $1) AS article
     WHERE fault = $2 OR lower(service_name) = lower($3) OR heading @@ any_word_of($4)
     ORDER BY (fault IS NOT DISTINCT FROM $2)::int DESC, (lower(service_name) IS NOT DISTINCT FROM lower($3))::int DESC,
       ts_rank(heading, any_word_of($4)) DESC, updated_at DESC, id DESC LIMIT $5`,
    [ctx.organizationId, fault ?? "", service, told, limit, wordsIn(told)],
  );
  const articles = await articlesIn(rows.map(({ id }) => id));
  return articles.map((article) => {
    const row = rows.find(({ id }) => id === article.id);
    const reason = row?.isFault
      ? `About ${fault}`
      : row?.isService
        ? `About ${service}`
        : `Words of this incident: ${row?.shared.join(", ")}`;
    return { ...presentSummary(article), reason };
  });
}

/** As they stand there, each once. */
const wordsIn = (text: string): string[] => {
  const words = text.match(/[\p{L}\p{N}]+(?:[._-][\p{L}\p{N}]+)*/gu) ?? [];
  return [...new Map(words.map((word) => [word.toLowerCase(), word])).values()].slice(0, MOST_WORDS);
};

const Cause = z.object({ fault: z.string() });

async function faultOf(incidentId: string): Promise<string | null> {
  const newest = await prisma().diagnosis.findFirst({
    where: { incidentId, state: { in: ["completed", "inconclusive"] } },
    orderBy: [{ startedAt: "desc" }, { id: "desc" }],
    select: { rootCause: true },
  });
  return (
    Cause.nullable()
      .catch(null)
      .parse(newest?.rootCause ?? null)?.fault ?? null
  );
}
