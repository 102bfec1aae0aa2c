import { cpus } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

const LOOK_MS = 300;
const PATIENCE_MS = 15_000;
const IDLE_SHARE = 0.75;

/**
 * Waits for a moment in which the machine has little else to do, at most a quarter of a minute, so that a measurement of milliseconds
 * does not begin in the middle of somebody else's work. Answers whether there was one.
 */
export async function quietMoment(signal: AbortSignal): Promise<boolean> {
  const patience = performance.now() + PATIENCE_MS;
  let before = spent();
  while (performance.now() < patience) {
    await sleep(LOOK_MS, undefined, { signal });
    const now = spent();
    if ((now.idle - before.idle) / (now.all - before.all) >= IDLE_SHARE) return true;
    before = now;
  }
  return false;
}

/** What all cores together have spent since the machine's start. */
function spent(): { idle: number; all: number } {
  const sum = { idle: 0, all: 0 };
  for (const { times } of cpus()) {
    sum.idle += times.idle;
    sum.all += times.user + times.nice + times.sys + times.idle + times.irq;
  }
  return sum;
}
