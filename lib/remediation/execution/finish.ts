import { recordAudit } from "@/lib/audit";
import { publish, wakeOutput } from "@/lib/events";
import { addTimelineEntry, escalateIncident, releaseIncident, resolveIncidentIn } from "@/lib/incidents";
import { probeSoon } from "@/lib/monitoring";
import { clock } from "@/lib/platform/clock";
import { untilDatabaseAnswers } from "@/lib/platform/database-down";
import { afterCommit, inTransaction } from "@/lib/platform/db";
import type { finalStates } from "../contract";
import { Fenced } from "./fenced";
import type { Run } from "./run";

export type Ending = {
  state: (typeof finalStates)[number];
  /** What happened, in words, for the incident's page. */
  outcome: string;
  healthAfter: number | null;
  /** What the incident needs now: nothing more (it is resolved), people, or the next sample. */
  incident: "resolve" | "escalate" | "leave";
};

/**
 * Ends an execution: the last event, the final state, and what follows for the incident, in one transaction under this epoch. Repeats
 * until Postgres has it; throws `Fenced` when another worker has the execution now.
 */
export async function finish({ ctx, claim, writer, lease, healthBefore }: Run, ending: Ending): Promise<void> {
  await writer.flush();
  const seq = writer.nextSeq;
  await untilDatabaseAnswers(
    () =>
      inTransaction(async (tx) => {
        const now = clock.now();
        const isGood = ending.state === "succeeded";
        const phase = isGood || ending.state === "rolled_back" ? "complete" : "error";
        const { count } = await tx.execution.updateMany({
          where: { id: claim.id, epoch: claim.epoch, lastSeq: seq - 1, finishedAt: null },
          data: {
            state: ending.state,
            phase,
            outcome: ending.outcome,
            healthBefore,
            healthAfter: ending.healthAfter,
            finishedAt: now,
            lastSeq: seq,
            leaseUntil: null,
          },
        });
        if (count === 0) {
          const row = await tx.execution.findUniqueOrThrow({ where: { id: claim.id } });
          // It was committed before, and the answer was lost on the way.
          if (row.epoch === claim.epoch && row.finishedAt) return;
          throw new Fenced();
        }
        await tx.executionEvent.create({
          data: {
            executionId: claim.id,
            seq,
            at: now,
            phase,
            status: isGood ? "completed" : "failed",
            message: ending.outcome,
            healthBefore,
            healthAfter: ending.healthAfter,
          },
        });
        await tx.agentAction.updateMany({
          where: { executionId: claim.id, healthAfter: null },
          data: { healthAfter: ending.healthAfter },
        });
        const { id: executionId, incidentId, serviceId } = claim;
        await releaseIncident(tx, { incidentId, executionId });
        await probeSoon(tx, serviceId);
        await addTimelineEntry(tx, ctx, {
          incidentId,
          kind: "execution",
          text: ending.outcome,
          data: {
            execution_id: executionId,
            state: ending.state,
            health_before: healthBefore,
            health_after: ending.healthAfter,
          },
        });
        publish(tx, claim.organizationId, "execution.changed", executionId);
        if (ending.incident === "escalate") await escalateIncident(tx, ctx, { incidentId, text: ending.outcome });
        if (ending.incident === "resolve") {
          await resolveIncidentIn(tx, ctx, {
            incidentId,
            resolution: ending.outcome,
            ...(ending.healthAfter !== null && { healthAfter: ending.healthAfter }),
          });
        }
        recordAudit(tx, ctx, {
          verb: "execution.finish",
          subject: { kind: "execution", id: executionId },
          data: {
            incident_id: incidentId,
            state: ending.state,
            outcome: ending.outcome,
            health_before: healthBefore,
            health_after: ending.healthAfter,
          },
        });
        afterCommit(tx, () => wakeOutput(executionId));
      }),
    lease.lost,
  );
}
