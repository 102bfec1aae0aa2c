import { recordAudit } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { publish } from "@/lib/events";
import { inTransaction } from "@/lib/platform/db";
import { conflict } from "@/lib/platform/errors";
import { storable } from "@/lib/platform/storable";
import { nextChangeAt, requireUnchanged } from "@/lib/platform/unchanged-since";
import { type ArticleView, ChangeArticle } from "./contract";
import { findArticle, presentArticle, recorded } from "./present-article";

/** Changes an article that is still as the caller read it. Throws `not_found`, and `conflict` when somebody has changed it since. */
export async function changeArticle(ctx: Ctx, id: string, raw: ChangeArticle): Promise<ArticleView> {
  require(ctx, "respond");
  const { updated_at, service_name, ...input } = storable(ChangeArticle.parse(raw));
  const { organizationId } = ctx;
  return inTransaction(async (tx) => {
    const before = await findArticle(tx, ctx, id);
    await requireUnchanged("article", before, updated_at, presentArticle);
    const updatedAt = nextChangeAt(before);
    const { count } = await tx.knowledgeArticle.updateMany({
      where: { id, organizationId, updatedAt: before.updatedAt },
      data: {
        ...input,
        ...(service_name !== undefined && { serviceName: service_name }),
        ...{ updatedBy: ctx.actor.name, updatedAt },
      },
    });
    if (count === 0) throw conflict("Somebody has changed this article at the same moment; try again");
    const after = await findArticle(tx, ctx, id);
    publish(tx, organizationId, "settings.changed", organizationId);
    recordAudit(tx, ctx, {
      verb: "article.change",
      subject: { kind: "article", id },
      data: { before: recorded(before), after: recorded(after) },
    });
    return presentArticle(after);
  });
}
