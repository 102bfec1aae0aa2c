import { recordAudit } from "@/lib/audit";
import { publish } from "@/lib/events";
import { addTimelineEntry } from "@/lib/incidents";
import { type ProbeResult, probe } from "@/lib/monitoring";
import { clock } from "@/lib/platform/clock";
import { untilDatabaseAnswers } from "@/lib/platform/database-down";
import { inTransaction, type Prisma, prisma } from "@/lib/platform/db";
import { errorText } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import { redact } from "@/lib/platform/redact";
import { actionById } from "../catalog/registry";
import type { Claim } from "./claim";
import { type Ending, finish } from "./finish";
import { giveUp } from "./give-up";
import { holdLease } from "./lease";
import { offerUndo } from "./offer-undo";
import { loadRun } from "./prepare-run";
import { type ActionRecord, recordAction } from "./record-action";
import { markOf, type Run } from "./run";
import { goneWords, isGone } from "./symptom";

/**
 * Settles an execution in doubt by looking at its target: whether a command was started at all, whether one still runs (it is ended,
 * because nobody watches it), and whether the service is healthy. No command is run again.
 */
export async function reconcile(claim: Claim): Promise<void> {
  const lease = holdLease(claim);
  try {
    const run = await untilDatabaseAnswers(() => loadRun(claim, lease), lease.lost).catch((error: unknown) =>
      giveUp(claim, lease, error),
    );
    if (!run) return;
    const steps = await prisma().executionStep.findMany({
      where: { executionId: claim.id },
      orderBy: { intendedAt: "asc" },
    });
    if (steps.length === 0) return await putBack(run);
    run.hasStarted = true;
    const ending = await settle(run, steps);
    await finish(run, await offerUndo(run, ending));
  } catch (error) {
    if (!lease.lost.aborted)
      logger.error(
        { executionId: claim.id, error: redact(errorText(error)) },
        "An execution could not be reconciled; it is tried again",
      );
  } finally {
    await lease.release();
  }
}

/** Nothing was started and the permit is unused, so nothing can have happened: the execution waits for a worker as before. */
async function putBack(run: Run): Promise<void> {
  const { claim, writer } = run;
  writer.add({
    phase: "thinking",
    status: "running",
    message: "The worker went silent before it had started any command. The execution goes back into the queue",
  });
  await writer.flush();
  await untilDatabaseAnswers(
    () =>
      inTransaction(async (tx) => {
        const { count } = await tx.execution.updateMany({
          where: { id: claim.id, epoch: claim.epoch, state: "unknown" },
          data: { state: "queued", workerId: null, leaseUntil: null, epoch: { increment: 1 } },
        });
        if (count === 0) return;
        addTimelineEntry(tx, run.ctx, {
          incidentId: claim.incidentId,
          kind: "execution",
          text: "Nothing had been started, so nothing has happened: it waits for a worker again",
          data: { execution_id: claim.id },
        });
        publish(tx, claim.organizationId, "execution.changed", claim.id);
        recordAudit(tx, run.ctx, {
          verb: "execution.requeue",
          subject: { kind: "execution", id: claim.id },
          data: { incident_id: claim.incidentId },
        });
      }),
    run.lease.lost,
  );
}

type StepRow = Prisma.ExecutionStepGetPayload<object>;

async function settle(run: Run, steps: StepRow[]): Promise<Ending> {
  const { writer, watched, executor, claim } = run;
  writer.add({
    phase: "thinking",
    status: "running",
    message: "The worker that ran this has gone silent. Looking at the real state of the target",
  });
  const stopped = await executor.killMarked(markOf(claim.id));
  if (stopped > 0)
    writer.add({
      phase: "thinking",
      status: "running",
      message: `A command of this execution was still running and was ended (${stopped} processes)`,
    });
  const unfinished = steps.filter((step) => step.exitedAt === null);
  for (const step of unfinished) await recordUnknown(run, step);

  const seen = await lookTwice(run);
  const { health } = seen;
  const isOver = isGone(run, seen);
  writer.add({
    phase: "verification",
    status: isOver ? "completed" : "failed",
    health,
    health_before: run.healthBefore,
    health_after: health,
    message: `${watched.name} has a health of ${Math.round(health)}`,
  });
  const skipped = notStarted(run, steps);
  const rest = skipped.length > 0 ? `. Not started: ${skipped.join("; ")}` : "";
  const what =
    unfinished.length > 0
      ? "The worker went silent while a command was running, so how it ended was not seen"
      : "The worker went silent after a command had ended, before its effect was verified";
  return isOver
    ? {
        state: "succeeded",
        outcome: `${what}; ${watched.name} was looked at: ${goneWords(run, seen)}. Nothing was run again${rest}`,
        healthAfter: health,
        incident: "resolve",
      }
    : {
        state: "failed",
        outcome: `${what}; ${watched.name} was looked at and is not healthy (${Math.round(health)}). Nothing was run again; people are needed${rest}`,
        healthAfter: health,
        incident: "escalate",
      };
}

/** The commands that should have followed the last one that was started: a service that was stopped may not have been started again. */
function notStarted(run: Run, steps: StepRow[]): string[] {
  const last = steps.at(-1)?.key.match(/^(main|fallback|undo):(?:(.+):)?(\d+)$/);
  if (!last) return [];
  const [, kind, fallback = "", index] = last;
  const bound =
    kind === "main"
      ? run.bound
      : kind === "undo"
        ? run.bound.undo?.(run.before)
        : actionById(fallback).on(run.watched, {});
  const planned = bound?.commands(run.permit.targetIdentity) ?? [];
  return planned.slice(Number(index) + 1).map((command) => run.executor.display(command));
}

const LOOK_FOR_MS = 1_500;
const LOOK_EVERY_MS = 400;

/** Two good probes in a row, within a short while: a service that was just restarted may need a moment. */
async function lookTwice(run: Run): Promise<ProbeResult> {
  const until = clock.now().getTime() + LOOK_FOR_MS;
  for (let good = 0; ; ) {
    const seen = await probe(run.watched);
    good = isGone(run, seen) ? good + 1 : 0;
    if (good === 2 || clock.now().getTime() >= until) return seen;
    await clock.sleep(LOOK_EVERY_MS, run.lease.lost);
  }
}

async function recordUnknown(run: Run, step: StepRow): Promise<void> {
  const record: ActionRecord = {
    result: "failed",
    exitCode: null,
    stdout: "",
    stderr: "The worker went silent before it saw how this command ended",
    executedAt: step.intendedAt,
    durationMs: clock.now().getTime() - step.intendedAt.getTime(),
  };
  const intended = { key: step.key, action: step.action, command: String(step.command) };
  await untilDatabaseAnswers(() => inTransaction((tx) => recordAction(tx, run, intended, record)), run.lease.lost);
}
