import { setTimeout as sleep } from "node:timers/promises";

const PATIENCE_MS = 60_000;

/** What comes, unless the run ends first or a minute passes: then it throws, and says what was waited for. */
export async function inTime<T>(what: string, coming: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const over = new AbortController();
  const late = sleep(PATIENCE_MS, undefined, { signal: AbortSignal.any([signal, over.signal]) }).then(() => {
    throw new Error(`Waited ${PATIENCE_MS / 1_000} s in vain for ${what}`);
  });
  try {
    return await Promise.race([coming, late]);
  } finally {
    over.abort();
    // The race is decided; that the other side was called off is no news.
    late.catch(() => {});
  }
}

/** Looks again and again until there is something. */
export async function until<T>(
  what: string,
  look: () => Promise<T | null | false> | T | null | false,
  signal: AbortSignal,
  everyMs = 20,
): Promise<T> {
  const patience = performance.now() + PATIENCE_MS;
  for (;;) {
    const seen = await look();
    if (seen !== null && seen !== false) return seen;
    if (performance.now() > patience) throw new Error(`Waited ${PATIENCE_MS / 1_000} s in vain for ${what}`);
    await sleep(everyMs, undefined, { signal });
  }
}
