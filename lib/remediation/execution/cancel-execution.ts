import { recordAudit } from "@/lib/audit";
import { type Ctx, requirePerson } from "@/lib/auth";
import { publish } from "@/lib/events";
import { addTimelineEntry, releaseIncident } from "@/lib/incidents";
import { clock } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db";
import { conflict } from "@/lib/platform/errors";
import type { ExecutionView } from "../contract";
import { findExecution } from "./get-execution";
import { presentExecution } from "./present-execution";

/**
 * Stops an execution. One that is still queued is cancelled at once; one that runs is told to stop, and its worker kills the command
 * where it runs: the state becomes `cancelled` when that is done. Throws `conflict` when it is over, or when nobody knows its state.
 */
export async function cancelExecution(ctx: Ctx, id: string): Promise<ExecutionView> {
  requirePerson(ctx, "operate");
  const { id: executionId, incidentId } = await findExecution(ctx, id);
  return inTransaction(async (tx) => {
    const now = clock.now();
    const asked = { cancelRequestedAt: now, cancelRequestedBy: ctx.actor.name };
    const unstarted = await tx.execution.updateMany({
      where: { id: executionId, state: "queued" },
      data: {
        ...asked,
        state: "cancelled",
        finishedAt: now,
        outcome: `Cancelled by ${ctx.actor.name} before anything ran`,
      },
    });
    const running = await tx.execution.updateMany({
      where: { id: executionId, state: { in: ["running", "verifying"] }, cancelRequestedAt: null },
      data: asked,
    });
    const row = await tx.execution.findUniqueOrThrow({ where: { id: executionId } });
    if (unstarted.count + running.count === 0) {
      throw conflict(
        row.cancelRequestedAt && row.finishedAt === null
          ? `${row.cancelRequestedBy} has already asked to cancel this execution`
          : `This execution is ${row.state} and cannot be cancelled`,
        { state: row.state },
      );
    }
    if (unstarted.count === 1) await releaseIncident(tx, { incidentId, executionId });
    addTimelineEntry(tx, ctx, {
      incidentId,
      kind: "execution",
      text:
        unstarted.count === 1
          ? `Cancelled by ${ctx.actor.name} before anything ran`
          : `${ctx.actor.name} asked to cancel the execution`,
      data: { execution_id: executionId },
    });
    publish(tx, ctx.organizationId, "execution.changed", executionId);
    recordAudit(tx, ctx, {
      verb: "execution.cancel",
      subject: { kind: "execution", id: executionId },
      data: { incident_id: incidentId },
    });
    return presentExecution(row);
  });
}
