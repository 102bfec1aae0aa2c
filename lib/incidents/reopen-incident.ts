import type { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db";
import { conflict } from "@/lib/platform/errors";
import { type IncidentSummary, incidentTransitions, ReopenIncident } from "./contract";
import { findIncident, presentOne } from "./get-incident";
import { tell } from "./tell";

/**
 * Opens a resolved incident again, as if nobody had acknowledged it. Throws `conflict` when it is open, or when another incident about
 * the same service and cause has been opened since: that one is where people are looking.
 */
export async function reopenIncident(
  ctx: Ctx,
  id: string,
  raw: z.input<typeof ReopenIncident>,
): Promise<IncidentSummary> {
  require(ctx, "respond");
  const { reason } = ReopenIncident.parse(raw);
  try {
    return await inTransaction(async (tx) => {
      const incident = await findIncident(tx, ctx, id);
      const other = await tx.incident.findFirst({
        where: {
          organizationId: ctx.organizationId,
          dedupKey: incident.dedupKey,
          status: { not: "resolved" },
          id: { not: incident.id },
        },
      });
      if (other) throw takenBy(`Incident #${other.number}`, { incident_id: other.id });
      const { count } = await tx.incident.updateMany({
        where: { id: incident.id, status: { in: [...incidentTransitions.reopen] } },
        data: {
          status: "triggered",
          acknowledgedAt: null,
          acknowledgedBy: null,
          resolvedAt: null,
          resolvedBy: null,
          resolution: null,
          escalation: null,
          updatedAt: clock.now(),
        },
      });
      if (count === 0) throw conflict("This incident is already open");
      const summary = await presentOne(tx, await findIncident(tx, ctx, id));
      await tell(
        tx,
        ctx,
        "reopen",
        { incidentId: incident.id, kind: "reopened", text: reason },
        {
          before: { status: "resolved", resolved_by: incident.resolvedBy, resolution: incident.resolution },
          after: { status: "triggered" },
        },
      );
      return summary;
    });
  } catch (error) {
    // The other one was opened after our look: the unique index refused the update and with it the transaction.
    if (error instanceof Error && "code" in error && error.code === "P2002") throw takenBy("Another incident");
    throw error;
  }
}

const takenBy = (other: string, details?: Record<string, unknown>) =>
  conflict(`${other} about the same service and cause is open; continue there, or resolve it first`, details);
