import { recordAudit } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { publish } from "@/lib/events";
import { clock } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db";
import { conflict } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { storable } from "@/lib/platform/storable";
import { type ArticleView, CreateArticle } from "./contract";
import { presentArticle, recorded } from "./present-article";

const MOST_ARTICLES = 5_000;

/** Writes an article down, redacted. Throws `conflict` when there are more than an organization may have. */
export async function createArticle(ctx: Ctx, raw: CreateArticle): Promise<ArticleView> {
  require(ctx, "respond");
  const input = storable(CreateArticle.parse(raw));
  const { organizationId } = ctx;
  return inTransaction(async (tx) => {
    if ((await tx.knowledgeArticle.count({ where: { organizationId } })) >= MOST_ARTICLES)
      throw conflict(`An organization has ${MOST_ARTICLES.toLocaleString("en")} articles at most; delete some first`);
    const now = clock.now();
    const row = await tx.knowledgeArticle.create({
      data: {
        ...{ id: newId(), organizationId, title: input.title, body: input.body, tags: input.tags, fault: input.fault },
        serviceName: input.service_name,
        ...{ createdBy: ctx.actor.name, createdAt: now, updatedBy: ctx.actor.name, updatedAt: now },
      },
    });
    publish(tx, organizationId, "settings.changed", organizationId);
    recordAudit(tx, ctx, {
      verb: "article.create",
      subject: { kind: "article", id: row.id },
      data: { before: null, after: recorded(row) },
    });
    return presentArticle(row);
  });
}
