import { recordAudit } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { callableUrl } from "@/lib/platform/callable-url";
import { nextChangeAt, requireUnchanged } from "@/lib/platform/unchanged-since";
import { ChangeWebhook, type WebhookView } from "../contract";
import { changingWebhooks, findWebhook, requireFreeName } from "./changing-webhooks";
import { originOf } from "./origin-of";
import { presentWebhook } from "./present-webhook";
import type { WebhookRow } from "./row";

/**
 * Changes a webhook: its name, its address, what it hears of, whether it is paused. What waits to be sent goes to the new address. Throws
 * `not_found`, `invalid` when the address is none that Nightshift calls, `conflict` when the name is taken, or it was changed since the
 * caller read it.
 */
export async function changeWebhook(ctx: Ctx, id: string, input: unknown): Promise<WebhookView> {
  require(ctx, "configure");
  const { name, url: given, events, is_paused: isPaused, updated_at: seen } = ChangeWebhook.parse(input);
  const url = given === undefined ? undefined : await callableUrl(given);
  return changingWebhooks(ctx, async (tx) => {
    const before = await findWebhook(tx, ctx, id);
    await requireUnchanged("webhook", before, seen, (row) => presentWebhook(row, tx));
    if (name !== undefined) await requireFreeName(tx, ctx, name, id);
    const after = await tx.webhook.update({
      where: { id },
      data: {
        ...{ name, url, events, isPaused, ...(isPaused === false && { goneAt: null }) },
        ...{ updatedAt: nextChangeAt(before), updatedBy: ctx.actor.name },
      },
    });
    recordAudit(tx, ctx, {
      verb: "webhook.change",
      subject: { kind: "webhook", id },
      data: { before: recorded(before), after: recorded(after), is_address_changed: before.url !== after.url },
    });
    return presentWebhook(after, tx);
  });
}

const recorded = ({ name, url, events, isPaused }: WebhookRow) => ({
  ...{ name, origin: originOf(url), events },
  is_paused: isPaused,
});
