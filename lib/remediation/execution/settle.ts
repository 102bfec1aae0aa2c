import { type ProbeResult, probe } from "@/lib/monitoring";
import { clock } from "@/lib/platform/clock";
import { untilDatabaseAnswers } from "@/lib/platform/database-down";
import { inTransaction, type Prisma, prisma } from "@/lib/platform/db";
import { actionById } from "../catalog/registry";
import type { Ending } from "./finish";
import { type ActionRecord, recordAction } from "./record-action";
import { markOf, type Run } from "./run";
import { goneWords, isGone } from "./symptom";
import { isInPlace } from "./verify";

type StepRow = Prisma.ExecutionStepGetPayload<object>;

/**
 * How an execution ends whose worker went silent after it had started `steps`: by what its target is now. Throws while the target cannot
 * be looked at, to be tried again.
 */
export async function settle(run: Run, steps: StepRow[]): Promise<Ending> {
  const { writer, watched } = run;
  const stopped = await endWhatRuns(run, steps);
  if (stopped === "out of reach") return outOfReach(run, steps);
  writer.add({
    phase: "thinking",
    status: "running",
    message: "The worker that ran this has gone silent. Looking at the real state of the target",
  });
  if (stopped > 0)
    writer.add({
      phase: "thinking",
      status: "running",
      message: `A command of this execution was still running and was ended (${stopped} processes)`,
    });
  const unfinished = await recordUnfinished(run, steps);
  const skipped = notStarted(run, steps);
  const rest = skipped.length > 0 ? `. Not started: ${skipped.join("; ")}` : "";
  const what =
    unfinished > 0
      ? "The worker went silent while a command was running, so how it ended was not seen"
      : "The worker went silent after a command had ended, before its effect was verified";
  if (run.bound.confirm) return settleUndo(run, what, rest);

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

/** An undo is wanted in good health too, so health says nothing about it. */
async function settleUndo({ bound, writer, watched, healthBefore }: Run, what: string, rest: string): Promise<Ending> {
  const { ok, message } = await isInPlace(bound);
  const { health } = await probe(watched);
  writer.add({
    phase: "verification",
    status: ok ? "completed" : "failed",
    health,
    health_before: healthBefore,
    health_after: health,
    message,
  });
  return {
    state: ok ? "succeeded" : "failed",
    outcome: `${what}; ${watched.name} was looked at. ${message}. Nothing was run again; the incident is with people${rest}`,
    healthAfter: health,
    incident: "escalate",
  };
}

/** How many processes of it were still running. Throws while the target cannot be looked at, to be tried again; not for ever. */
async function endWhatRuns({ executor, claim }: Run, steps: StepRow[]): Promise<number | "out of reach"> {
  try {
    return await executor.killMarked(markOf(claim.id));
  } catch (error) {
    const lastSign = await prisma().executionEvent.aggregate({ where: { executionId: claim.id }, _max: { at: true } });
    const signs = [lastSign._max.at, ...steps.map((step) => step.intendedAt)].map((at) => at?.getTime() ?? 0);
    if (clock.now().getTime() - Math.max(...signs) < OUT_OF_REACH_MS) throw error;
    return "out of reach";
  }
}

async function outOfReach(run: Run, steps: StepRow[]): Promise<Ending> {
  await recordUnfinished(run, steps);
  const { health } = await probe(run.watched);
  return {
    state: "failed",
    outcome: `The worker went silent, and ${run.watched.target.name} could not be looked at for ${OUT_OF_REACH_MS / 60_000} minutes: whether a command still runs there is not known. Nothing was run again; people are needed`,
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

/** While a target cannot be reached its incident is held and nobody can act; people who look themselves find out sooner. */
const OUT_OF_REACH_MS = 5 * 60_000;
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

async function recordUnfinished(run: Run, steps: StepRow[]): Promise<number> {
  const unfinished = steps.filter((step) => step.exitedAt === null);
  for (const step of unfinished) await recordUnknown(run, step);
  return unfinished.length;
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
