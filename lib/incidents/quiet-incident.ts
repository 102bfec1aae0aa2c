import type { Ctx } from "@/lib/auth";
import { publish } from "@/lib/events";
import { clock } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";

/**
 * Says in the caller's transaction that nothing of an open incident is broken at the moment, although it stays open: from now on it does not
 * count as broken. Whatever joins it next, or its reopening, ends that. Idempotent.
 */
export async function quietIncidentIn(tx: Tx, ctx: Ctx, incidentId: string): Promise<void> {
  const { count } = await tx.incident.updateMany({
    where: {
      id: incidentId,
      organizationId: ctx.organizationId,
      status: { not: "resolved" },
      quietSince: null,
    },
    data: { quietSince: clock.now() },
  });
  if (count > 0) publish(tx, ctx.organizationId, "incident.changed", incidentId);
}
