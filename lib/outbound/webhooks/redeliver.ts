import { recordAudit } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db";
import { conflict, notFound } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";
import type { WebhookDeliveryView } from "../contract";
import { findWebhook, requireSending } from "./changing-webhooks";
import { presentDelivery } from "./present-delivery";
import { queueSend } from "./queue-deliveries";

export type Redeliver = { webhookId: string; deliveryId: string };

/**
 * Sends the same bytes once more, under the same `X-Webhook-Id`, so that who has them already can tell. Throws `not_found`, or `conflict`
 * while the delivery is under way or the webhook is paused.
 */
export async function redeliver(ctx: Ctx, { webhookId, deliveryId }: Redeliver): Promise<WebhookDeliveryView> {
  require(ctx, "configure");
  return inTransaction(async (tx) => {
    const webhook = await findWebhook(tx, ctx, webhookId);
    const where = { id: deliveryId, webhookId, organizationId: ctx.organizationId };
    const known = isId(deliveryId) ? await tx.webhookDelivery.count({ where }) : 0;
    if (known === 0) throw notFound("The delivery");
    requireSending(webhook);
    const [delivery] = await tx.webhookDelivery.updateManyAndReturn({
      where: { ...where, state: { in: ["sent", "failed"] } },
      data: { state: "waiting", attempts: 0, nextAttemptAt: clock.now(), finishedAt: null },
    });
    if (!delivery) throw conflict("This delivery is under way already");
    queueSend(tx, delivery);
    recordAudit(tx, ctx, {
      verb: "webhook.redeliver",
      subject: { kind: "webhook", id: webhookId },
      data: { delivery_id: deliveryId, event_type: delivery.eventType },
    });
    return presentDelivery(delivery);
  });
}
