import { recordAudit } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { TEST_EVENT, type WebhookDeliveryView } from "../contract";
import { findWebhook, requireSending } from "./changing-webhooks";
import { presentDelivery } from "./present-delivery";
import { queueSend } from "./queue-deliveries";

/**
 * Queues an event that says that it is a test, and returns its delivery, which tells soon how it went. It is tried once. Throws
 * `not_found`, or `conflict` while the webhook is paused.
 */
export async function testWebhook(ctx: Ctx, id: string): Promise<WebhookDeliveryView> {
  require(ctx, "configure");
  return inTransaction(async (tx) => {
    const webhook = await findWebhook(tx, ctx, id);
    requireSending(webhook);
    const [deliveryId, now] = [newId(), clock.now()];
    const { kind, name } = ctx.actor;
    const event = {
      id: deliveryId,
      event_type: TEST_EVENT,
      resource_type: "webhook",
      occurred_at: now.toISOString(),
      agent: { type: kind, summary: name },
      data: { id, type: "webhook", name: webhook.name, message: "A test from Nightshift: nothing has happened" },
    };
    const delivery = await tx.webhookDelivery.create({
      data: {
        ...{ id: deliveryId, organizationId: ctx.organizationId, webhookId: id, eventType: TEST_EVENT },
        ...{ body: JSON.stringify({ event }), nextAttemptAt: now, createdAt: now },
      },
    });
    queueSend(tx, delivery);
    recordAudit(tx, ctx, { verb: "webhook.test", subject: { kind: "webhook", id }, data: {} });
    return presentDelivery(delivery);
  });
}
