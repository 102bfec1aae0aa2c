import { recordAudit } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { publish } from "@/lib/events";
import { inTransaction } from "@/lib/platform/db";
import { notFound } from "@/lib/platform/errors";
import { findArticle, recorded } from "./present-article";

/** Deletes an article for good; the record keeps what it was about. Throws `not_found`. */
export async function deleteArticle(ctx: Ctx, id: string): Promise<null> {
  require(ctx, "respond");
  const { organizationId } = ctx;
  await inTransaction(async (tx) => {
    const before = await findArticle(tx, ctx, id);
    const { count } = await tx.knowledgeArticle.deleteMany({ where: { id, organizationId } });
    if (count === 0) throw notFound("The article");
    publish(tx, organizationId, "settings.changed", organizationId);
    recordAudit(tx, ctx, {
      verb: "article.delete",
      subject: { kind: "article", id },
      data: { before: recorded(before), after: null },
    });
  });
  return null;
}
