import { recordAudit } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { publish, wakeInbox } from "@/lib/events";
import { findIntegration } from "@/lib/integrations";
import { clock } from "@/lib/platform/clock";
import { afterCommit, inTransaction, type Prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import type { DeliveryView } from "../contract";
import { findDelivery } from "./find-delivery";
import { presentDelivery } from "./present-delivery";

/**
 * Has a delivery read once more, by the settings as they are now, as a delivery of its own. It counts as of when the first one came: what
 * was overtaken since stays as it is. Throws `not_found`.
 */
export async function replayDelivery(ctx: Ctx, name: string, id: string): Promise<DeliveryView> {
  require(ctx, "respond");
  return inTransaction(async (tx) => {
    const integration = await findIntegration(ctx, name, tx);
    const { body, headers, receivedAt } = await findDelivery(integration, id, tx);
    const row = await tx.delivery.create({
      data: {
        id: newId(),
        organizationId: ctx.organizationId,
        integrationId: integration.id,
        deliveryKey: null,
        receivedAt,
        headers: headers as Prisma.InputJsonObject,
        body,
        dueAt: clock.now(),
        replayOf: id,
      },
      omit: { body: true },
    });
    recordAudit(tx, ctx, {
      verb: "delivery.replay",
      subject: { kind: "delivery", id: row.id },
      data: { integration: integration.name, replay_of: id },
    });
    publish(tx, ctx.organizationId, "integration.changed", integration.id);
    afterCommit(tx, wakeInbox);
    return presentDelivery({
      ...row,
      received_at: row.receivedAt,
      processed_at: null,
      event_type: null,
      alert_count: 0,
      replay_of: id,
      size: body.length,
    });
  });
}
