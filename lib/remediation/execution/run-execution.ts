import { probe } from "@/lib/monitoring";
import { untilDatabaseAnswers } from "@/lib/platform/database-down";
import { errorText } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import { redact } from "@/lib/platform/redact";
import type { AnyAction, Command } from "../catalog/action";
import { fallbacksOf } from "../catalog/registry";
import type { Fallback } from "../proposals/content";
import { fallbackOf, wasApproved } from "../proposals/fallback";
import type { Claim } from "./claim";
import { Fenced } from "./fenced";
import { type Ending, finish } from "./finish";
import { giveUp } from "./give-up";
import { holdLease } from "./lease";
import { offerUndo } from "./offer-undo";
import { checkReadiness, loadRun } from "./prepare-run";
import { Cancelled, Refused, type Run } from "./run";
import { runCommand } from "./run-command";
import { takeBackAlone, undo } from "./take-back";
import { tellTurn } from "./tell-turn";
import { healthOfOthers, type Verification, verify } from "./verify";

/**
 * Carries one claimed execution from its permit to its outcome. Never throws: what it cannot finish is left to its lease, and the next
 * worker reconciles it.
 */
export async function runExecution(claim: Claim): Promise<void> {
  const lease = holdLease(claim);
  try {
    const run = await untilDatabaseAnswers(() => loadRun(claim, lease), lease.lost).catch((error: unknown) =>
      giveUp(claim, lease, error),
    );
    if (!run) return;
    const ending = await carryOut(run);
    await finish(run, await offerUndo(run, ending));
  } catch (error) {
    if (error instanceof Fenced || lease.lost.aborted)
      logger.warn({ executionId: claim.id }, "Another worker has taken this execution over");
    else
      logger.error(
        { executionId: claim.id, error: redact(errorText(error)) },
        "An execution broke off; it will be reconciled",
      );
  } finally {
    await lease.release();
  }
}

async function carryOut(run: Run): Promise<Ending> {
  const { writer, watched, proposal } = run;
  try {
    writer.add({ phase: "thinking", status: "running", message: "Checking the permit, the target and its state" });
    const [readiness, others] = await Promise.all([checkReadiness(run), healthOfOthers(run)]);
    if (!readiness.go) {
      const outcome = `Nothing was run: ${readiness.message}`;
      return readiness.because === "recovered"
        ? { state: "cancelled", isGood: true, outcome, healthAfter: run.healthBefore, incident: "leave" }
        : { state: "failed", outcome, healthAfter: run.healthBefore, incident: "escalate" };
    }
    writer.add({
      phase: "thinking",
      status: "completed",
      health_before: run.healthBefore,
      message: `Approved by ${run.claim.approvedBy}, and ${watched.name} is what it was then: health ${Math.round(run.healthBefore ?? 0)}`,
    });
    return await attempts(run, others);
  } catch (error) {
    if (error instanceof Cancelled) return cancelled(run, error);
    if (error instanceof Refused) {
      const { health } = await probe(watched);
      return {
        state: "failed",
        outcome: `${proposal.title} ${run.hasStarted ? "was not carried to its end" : "was refused"}: ${error.message}`,
        healthAfter: health,
        incident: "escalate",
      };
    }
    throw error;
  }
}

/** The action, then its fallbacks, then its undo, as far as they were approved: until one of them is proven, or nothing is left. */
async function attempts(run: Run, others: Map<string, number>): Promise<Ending> {
  const { bound, proposal, watched, writer } = run;
  if (bound.confirm) return takeBackAlone(run);
  const identity = run.permit.targetIdentity;
  const main = await attempt(run, "main", bound.action, bound.commands(identity), others);
  if (main.verification.ok) {
    return {
      state: "succeeded",
      outcome: `${bound.action.title} worked. ${main.verification.message}`,
      healthAfter: main.verification.health,
      incident: "resolve",
    };
  }
  let last = main;
  const tried = [`${bound.action.id} (${main.verification.message})`];
  const approved = proposal.fallback as Fallback[];
  for (const action of fallbacksOf(bound.action, watched)) {
    const fallback = action.on(watched, {});
    const entry = fallbackOf(fallback, identity, run.executor);
    if (!wasApproved(entry, approved)) continue;
    writer.add({
      phase: "thinking",
      status: "running",
      message: `${last.verification.message}. Going on with the approved fallback: ${action.title}`,
    });
    await tellTurn(
      run,
      `fallback:${action.id}`,
      `${last.verification.message}. So the approved fallback runs: ${action.title} (${entry.command_preview.join("; ")})`,
    );
    last = await attempt(run, `fallback:${action.id}`, action, fallback.commands(identity), others);
    if (last.verification.ok) {
      return {
        state: "succeeded",
        outcome: `${bound.action.title} was not enough (${main.verification.message}); ${action.title.toLowerCase()} was: ${last.verification.message}`,
        healthAfter: last.verification.health,
        incident: "resolve",
      };
    }
    tried.push(`${action.id} (${last.verification.message})`);
  }
  const takingBack = main.changedSomething ? bound.undo?.(run.before) : null;
  if (takingBack && wasApproved(fallbackOf(takingBack, identity, run.executor), approved))
    return undo(run, takingBack, tried);
  return {
    state: "failed",
    outcome: `It was not enough, and people are needed. Tried: ${tried.join("; ")}`,
    healthAfter: last.verification.health,
    incident: "escalate",
  };
}

type Attempt = { verification: Verification; changedSomething: boolean };

async function attempt(
  run: Run,
  key: string,
  action: AnyAction,
  commands: Command[],
  others: Map<string, number>,
): Promise<Attempt> {
  await action.prepare?.(run.watched);
  let changedSomething = false;
  for (const [index, command] of commands.entries()) {
    const result = await runCommand(run, `${key}:${index}`, action.id, command);
    if (!result.ok) {
      const { health } = await probe(run.watched);
      run.writer.add({
        phase: "verification",
        status: "failed",
        health,
        message: `Not verified, because the command failed: ${result.message}`,
      });
      return {
        verification: { ok: false, health, message: `the command failed: ${result.message}` },
        changedSomething,
      };
    }
    changedSomething = true;
  }
  return { verification: await verify(run, action.settlesWithinMs, others), changedSomething };
}

async function cancelled(run: Run, { by, ending }: Cancelled): Promise<Ending> {
  const { health } = await probe(run.watched);
  const left: Ending = {
    state: "cancelled",
    outcome: `Cancelled by ${by}: nothing had been run`,
    healthAfter: health,
    incident: "leave",
  };
  if (!run.hasStarted) return left;
  // Nothing more runs after a cancel, an undo neither: that one is offered.
  return {
    ...left,
    outcome: `Cancelled by ${by} after a command had been started${ending === null ? "" : ` (${ending})`}: what it did is in place and was not verified; its output says how far it came`,
    incident: "escalate",
  };
}
