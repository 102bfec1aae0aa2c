import { recordAudit } from "@/lib/audit";
import { systemCtx } from "@/lib/auth";
import { publish } from "@/lib/events";
import { addTimelineEntry } from "@/lib/incidents";
import { clock } from "@/lib/platform/clock";
import { inTransaction, prisma } from "@/lib/platform/db";

/** Marks proposals that nobody decided in time. For the worker; safe to run in several at once. */
export async function expireProposals(): Promise<number> {
  const due = await prisma().proposal.findMany({
    where: { state: "proposed", expiresAt: { lte: clock.now() } },
    take: 100,
  });
  for (const { id, organizationId, incidentId, title } of due) {
    await inTransaction(async (tx) => {
      const { count } = await tx.proposal.updateMany({ where: { id, state: "proposed" }, data: { state: "expired" } });
      if (count === 0) return;
      const ctx = systemCtx(organizationId, "expire-proposals");
      addTimelineEntry(tx, ctx, {
        incidentId,
        kind: "proposal",
        text: `Expired without a decision: ${title}`,
        data: { proposal_id: id },
      });
      publish(tx, organizationId, "proposal.changed", id);
      recordAudit(tx, ctx, {
        verb: "proposal.expire",
        subject: { kind: "proposal", id },
        data: { incident_id: incidentId },
      });
    });
  }
  return due.length;
}
