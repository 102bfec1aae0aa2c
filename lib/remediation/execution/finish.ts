import { recordAudit } from "@/lib/audit";
import type { Ctx } from "@/lib/auth";
import { publish, wakeOutput } from "@/lib/events";
import {
  addTimelineEntry,
  escalateIncident,
  releaseIncident,
  resolveIncidentIn,
  tellOtherIncidents,
} from "@/lib/incidents";
import { probeSoon } from "@/lib/monitoring";
import { RECOVERED_ABOVE } from "@/lib/monitoring/contract";
import { clock } from "@/lib/platform/clock";
import { untilDatabaseAnswers } from "@/lib/platform/database-down";
import { afterCommit, inTransaction, type Tx } from "@/lib/platform/db";
import type { finalStates } from "../contract";
import type { BuiltProposal } from "../proposals/build";
import { lockOpenIncident, storeProposal } from "../proposals/store";
import type { Claim } from "./claim";
import { Fenced } from "./fenced";
import type { Run } from "./run";

export type Ending = {
  state: (typeof finalStates)[number];
  /** A good end although nothing was fixed, because there was nothing to fix any more. */
  isGood?: boolean;
  /** What happened, in words, for the incident's page. */
  outcome: string;
  healthAfter: number | null;
  /** What the incident needs now: nothing more (it is resolved), people, or the next sample. */
  incident: "resolve" | "escalate" | "leave";
  /** What is proposed next, and the words of the outcome when it is. It is not when the incident has been resolved meanwhile. */
  offer?: { proposal: BuiltProposal; outcome: string };
};

/**
 * Ends an execution: the last event, the final state, and what follows for the incident, in one transaction under this epoch. Repeats
 * until Postgres has it; throws `Fenced` when another worker has the execution now.
 */
export async function finish(
  { ctx, claim, writer, lease, healthBefore }: Pick<Run, "ctx" | "claim" | "writer" | "lease" | "healthBefore">,
  ending: Ending,
): Promise<void> {
  await writer.flush();
  const seq = writer.nextSeq;
  await untilDatabaseAnswers(
    () =>
      inTransaction(async (tx) => {
        const now = clock.now();
        const offer = ending.offer && (await lockOpenIncident(tx, ctx, claim.incidentId)) ? ending.offer : null;
        const outcome = offer?.outcome ?? ending.outcome;
        const isGood = ending.isGood ?? ending.state === "succeeded";
        const phase = isGood || ending.state === "rolled_back" ? "complete" : "error";
        const { count } = await tx.execution.updateMany({
          where: { id: claim.id, epoch: claim.epoch, lastSeq: seq - 1, finishedAt: null },
          data: {
            state: ending.state,
            phase,
            outcome,
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
            message: outcome,
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
        addTimelineEntry(tx, ctx, {
          incidentId,
          kind: "execution",
          text: outcome,
          data: {
            execution_id: executionId,
            state: ending.state,
            health_before: healthBefore,
            health_after: ending.healthAfter,
          },
        });
        publish(tx, claim.organizationId, "execution.changed", executionId);
        const after = await wordsAfter(tx, claim, healthBefore, ending);
        if (ending.incident === "escalate")
          await escalateIncident(tx, ctx, { incidentId, text: outcome, told: `To people, after the run of ${after}` });
        if (ending.incident === "resolve") {
          await resolveIncidentIn(tx, ctx, {
            incidentId,
            resolution: outcome,
            told: `By the run of ${after}`,
            ...(ending.healthAfter !== null && { healthAfter: ending.healthAfter }),
          });
        }
        const others = await tellOthers(tx, ctx, claim, outcome);
        if (offer) await storeProposal(tx, ctx, offer.proposal);
        recordAudit(tx, ctx, {
          verb: "execution.finish",
          subject: { kind: "execution", id: executionId },
          data: {
            incident_id: incidentId,
            state: ending.state,
            outcome,
            health_before: healthBefore,
            health_after: ending.healthAfter,
            ...(others.length > 0 && { told_incidents: others }),
          },
        });
        afterCommit(tx, () => wakeOutput(executionId));
      }),
    lease.lost,
  );
}

/** What a run has changed, it has changed for every incident of the service. One that has started nothing has changed nothing. */
async function tellOthers(tx: Tx, ctx: Ctx, { id, incidentId, serviceId }: Claim, outcome: string): Promise<string[]> {
  const first = await tx.executionStep.findFirst({ where: { executionId: id }, orderBy: { intendedAt: "asc" } });
  if (!first) return [];
  return tellOtherIncidents(tx, ctx, { serviceId, incidentId, since: first.intendedAt, outcome, executionId: id });
}

/** Which run it was and what it measured. Its outcome stands in the run's own entry of the timeline, and is not repeated. */
async function wordsAfter(tx: Tx, { proposalId }: Claim, before: number | null, ending: Ending): Promise<string> {
  const { title } = await tx.proposal.findUniqueOrThrow({ where: { id: proposalId }, select: { title: true } });
  const health = (value: number | null) => (value === null ? "unknown" : Math.round(value));
  const after = ending.healthAfter;
  // Health that another trouble keeps low would read as if nothing had come of it.
  if (ending.incident === "resolve" && after !== null && after <= RECOVERED_ABOVE)
    return `“${title}”: what this incident is about is over; health is ${health(after)} for another cause`;
  return `“${title}”: health ${health(before)} → ${health(after)}`;
}
