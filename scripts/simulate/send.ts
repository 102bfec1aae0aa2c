import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { Answer } from "./post";

/** What became of one sending: an answer, or in words why there was none. */
export type Sent = { latencyMs: number } & ({ answer: Answer } | { problem: string });

type Pace = { perSecond: number | null; connections: number };

/**
 * Sends so many at a pace, each by `one`, over so many connections. At a rate each has its moment whatever became of those before, and its
 * latency counts from that moment: a server that is slow makes those wait that come after, and this must show. Once `signal` is aborted
 * nothing more is sent, and what is on its way comes to its end.
 */
export async function sendAll(
  count: number,
  { perSecond, connections }: Pace,
  one: (index: number) => Promise<Answer>,
  { signal, onSent }: { signal: AbortSignal; onSent: (sent: Sent, index: number) => void },
): Promise<void> {
  // Each connection that waits for its next moment listens.
  setMaxListeners(connections + 10, signal);
  const began = performance.now();
  let next = 0;
  const connection = async () => {
    while (next < count && !signal.aborted) {
      const index = next++;
      const due = perSecond === null ? null : began + (index / perSecond) * 1_000;
      const from = await startOf(due, signal);
      if (from === null) return;
      onSent(await timed(one(index), from), index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(connections, count) }, connection));
}

/** When the time of something begins that is due now or later; null when there is no time for it any more. */
async function startOf(due: number | null, signal: AbortSignal): Promise<number | null> {
  const waitMs = due === null ? 0 : due - performance.now();
  if (due !== null && waitMs <= 0) return due;
  if (waitMs > 0) await sleep(waitMs, undefined, { signal }).catch(() => {});
  // A timer goes off a little late, and that is no one's slowness.
  return signal.aborted ? null : performance.now();
}

async function timed(answer: Promise<Answer>, from: number): Promise<Sent> {
  try {
    return { answer: await answer, latencyMs: performance.now() - from };
  } catch (error) {
    return { problem: problemOf(error), latencyMs: performance.now() - from };
  }
}

function problemOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "code" in error && typeof error.code === "string" ? error.code : error.message;
}
