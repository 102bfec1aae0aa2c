import type { Ctx } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import { notFound } from "@/lib/platform/errors";
import { storable } from "@/lib/platform/storable";
import { tell } from "./tell";

/**
 * Gives the incident back to people, in the caller's transaction: `text` says what automation tried and why it could not finish. `told` is
 * what the timeline says instead where that stands there already.
 */
export async function escalateIncident(
  tx: Tx,
  ctx: Ctx,
  { incidentId, text, told }: { incidentId: string; text: string; told?: string },
): Promise<void> {
  const { count } = await tx.incident.updateMany({
    where: { id: incidentId, organizationId: ctx.organizationId },
    data: { escalation: storable(text), updatedAt: clock.now() },
  });
  if (count === 0) throw notFound("The incident");
  tell(tx, ctx, "escalate", {
    incidentId,
    kind: "escalated",
    text: told ?? text,
    ...(told !== undefined && { data: { escalation: text } }),
  });
}
