import { recordAudit } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { changingWebhooks, findWebhook } from "./changing-webhooks";
import { originOf } from "./origin-of";

/** Removes a webhook: nothing is sent to it any more, not even what waits. Throws `not_found`. */
export async function deleteWebhook(ctx: Ctx, id: string): Promise<null> {
  require(ctx, "configure");
  await changingWebhooks(ctx, async (tx) => {
    const { name, url } = await findWebhook(tx, ctx, id);
    await tx.webhook.update({ where: { id }, data: { deletedAt: clock.now() } });
    recordAudit(tx, ctx, {
      verb: "webhook.delete",
      subject: { kind: "webhook", id },
      data: { before: { name, origin: originOf(url) } },
    });
  });
  return null;
}
