import { enqueue } from "@/lib/events";
import type { IncidentSummary } from "@/lib/incidents/contract";
import { clock } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import type { Entry } from "../entry";
import { bodyOf, eventOf } from "./event-of";

/** Makes a delivery for each webhook that wants to hear of this entry; once, however often it is called. */
export async function queueDeliveries(tx: Tx, entry: Entry, incident: IncidentSummary): Promise<void> {
  const event = eventOf(entry);
  if (!event) return;
  const webhooks = await tx.webhook.findMany({
    where: {
      organizationId: entry.organizationId,
      deletedAt: null,
      isPaused: false,
      OR: [{ events: { isEmpty: true } }, { events: { has: event } }],
    },
    select: { id: true },
  });
  if (webhooks.length === 0) return;
  const now = clock.now();
  const body = bodyOf(event, entry, incident);
  const made = await tx.webhookDelivery.createManyAndReturn({
    data: webhooks.map(({ id: webhookId }) => ({
      id: newId(),
      organizationId: entry.organizationId,
      webhookId,
      incidentId: entry.incidentId,
      entryId: entry.id,
      eventType: event,
      body,
      nextAttemptAt: now,
      createdAt: now,
    })),
    // What an earlier run of this made.
    skipDuplicates: true,
    select: { id: true, webhookId: true },
  });
  for (const delivery of made) queueSend(tx, delivery);
}

/** Queues a try, now or at a time; one that waits already is moved there. A webhook gets one at a time, so that a slow one holds up no other. */
export const queueSend = (tx: Tx, { id, webhookId }: { id: string; webhookId: string }, runAt?: Date): void =>
  enqueue(
    tx,
    "send_webhook",
    { deliveryId: id },
    { runAt, jobKey: `webhook-delivery:${id}`, queue: `webhook:${webhookId}`, maxAttempts: 25 },
  );
