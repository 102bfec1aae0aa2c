import { healthOfServices, type ProbeResult, probe, whyLow } from "@/lib/monitoring";
import { RECOVERED_ABOVE, UNHEALTHY_BELOW } from "@/lib/monitoring/contract";
import { clock } from "@/lib/platform/clock";
import { untilDatabaseAnswers } from "@/lib/platform/database-down";
import { pool } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { BoundAction, Confirmation } from "../catalog/action";
import { Fenced } from "./fenced";
import { Cancelled, type Run } from "./run";
import { goneWords, isGone } from "./symptom";

const EVERY_MS = 1_000;
/** This many good probes in a row, a second apart, are the soak: one good answer may be luck. */
const GOOD_IN_A_ROW = 3;

export type Verification = { ok: boolean; health: number; message: string };

/** The health of every other watched service of the organization, to see that the fix of one did not break another. */
export async function healthOfOthers(run: Run): Promise<Map<string, number>> {
  const services = await untilDatabaseAnswers(() => healthOfServices(run.ctx), run.lease.lost);
  return new Map(services.flatMap(({ id, name, health }) => (id === run.watched.id ? [] : [[name, health]])));
}

/** Proves that the symptom is gone and stays gone, and that nothing else got worse meanwhile. Says what was measured either way. */
export async function verify(
  run: Run,
  settlesWithinMs: number,
  othersBefore: Map<string, number>,
): Promise<Verification> {
  const { writer, lease, watched } = run;
  await enterVerifying(run);
  const deadline = clock.now().getTime() + settlesWithinMs;
  writer.add({
    phase: "verifying",
    status: "running",
    message: run.overOnceIt
      ? `Probing ${watched.name}: ${GOOD_IN_A_ROW} probes in a row must show that it ${run.overOnceIt}`
      : `Probing ${watched.name}: ${GOOD_IN_A_ROW} probes in a row must be above ${RECOVERED_ABOVE}`,
  });
  let good = 0;
  let best = 0;
  let last: ProbeResult;
  for (;;) {
    last = await probe(watched);
    const { health } = last;
    best = Math.max(best, health);
    good = isGone(run, last) ? good + 1 : 0;
    const message = health > RECOVERED_ABOVE ? null : whyLow(watched, last) || null;
    writer.add({ phase: "verifying", status: "running", health, message });
    if (good >= GOOD_IN_A_ROW) break;
    // A soak that has begun is seen through; the deadline is for the service to become healthy at all.
    if (good === 0 && clock.now().getTime() >= deadline) break;
    if (lease.lost.aborted) throw new Fenced();
    if (lease.cancelled.aborted) throw new Cancelled(String(lease.cancelled.reason));
    await clock.sleep(EVERY_MS, AbortSignal.any([lease.lost, lease.cancelled])).catch(() => {});
  }
  const { health } = last;
  const verification =
    good >= GOOD_IN_A_ROW
      ? await checkOthers(run, last, othersBefore)
      : notRecovered(run, last, { best, settlesWithinMs });
  writer.add({
    phase: "verification",
    status: verification.ok ? "completed" : "failed",
    health,
    health_before: run.healthBefore,
    health_after: health,
    message: verification.message,
  });
  return verification;
}

/** Whether an undo is in place: that alone, because good health is not what an undo is for. */
export async function confirm(run: Run, bound: BoundAction): Promise<Verification> {
  const { writer, watched } = run;
  await enterVerifying(run);
  writer.add({
    phase: "verifying",
    status: "running",
    message: `Looking whether ${watched.name} is what it was before`,
  });
  const confirmation = await isInPlace(bound);
  const { health } = await probe(watched);
  writer.add({
    phase: "verification",
    status: confirmation.ok ? "completed" : "failed",
    health,
    health_before: run.healthBefore,
    health_after: health,
    message: confirmation.message,
  });
  return { ...confirmation, health };
}

/** Asks the service itself; one that cannot be asked does not confirm anything. */
export async function isInPlace(bound: BoundAction): Promise<Confirmation> {
  if (!bound.confirm) throw new Error(`${bound.action.id} cannot say whether it is in place`);
  return bound.confirm().catch((error: unknown) => {
    if (error instanceof AppError) return { ok: false, message: error.message };
    throw error;
  });
}

async function enterVerifying(run: Run): Promise<void> {
  const { id, epoch } = run.claim;
  const { rowCount } = await untilDatabaseAnswers(
    () =>
      pool().query(
        "UPDATE executions SET state = 'verifying' WHERE id = $1 AND epoch = $2 AND state IN ('running', 'verifying')",
        [id, epoch],
      ),
    run.lease.lost,
  );
  if (rowCount === 0) throw new Fenced();
}

type Waited = { best: number; settlesWithinMs: number };

function notRecovered({ watched }: Run, last: ProbeResult, { best, settlesWithinMs }: Waited): Verification {
  const { health } = last;
  const why = whyLow(watched, last);
  // It may have helped for a moment, and something else came between.
  const meanwhile = best > RECOVERED_ABOVE ? `, and was ${Math.round(best)} meanwhile` : "";
  return {
    ok: false,
    health,
    message: `Health is ${Math.round(health)} after ${settlesWithinMs / 1_000} s, not above ${RECOVERED_ABOVE}${meanwhile}${why ? `: ${why}` : ""}`,
  };
}

async function checkOthers(run: Run, last: ProbeResult, before: Map<string, number>): Promise<Verification> {
  const { health } = last;
  const after = await healthOfOthers(run);
  const worse = [...before]
    .filter(([name, was]) => was >= UNHEALTHY_BELOW && (after.get(name) ?? was) < UNHEALTHY_BELOW)
    .map(([name]) => name);
  if (worse.length > 0)
    return {
      ok: false,
      health,
      message: `${goneWords(run, last)}, but ${worse.join(", ")} became unhealthy meanwhile`,
    };
  return {
    ok: true,
    health,
    message: `${goneWords(run, last, `, in ${GOOD_IN_A_ROW} probes in a row`)}; no other service got worse`,
  };
}
