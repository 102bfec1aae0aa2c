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

type Look<T> = () => Promise<T | null | false> | T | null | false;

/** Looks again and again until there is something; throws after a minute, and says what was waited for. */
export async function until<T>(what: string, look: Look<T>, signal: AbortSignal, everyMs = 20): Promise<T> {
  const seen = await comes(look, PATIENCE_MS, signal, everyMs);
  if (seen === null) throw new Error(`Waited ${PATIENCE_MS / 1_000} s in vain for ${what}`);
  return seen;
}

/** Looks again and again for so long: null when there was nothing, which is an answer too. */
export async function comes<T>(
  look: Look<T>,
  withinMs: number,
  signal: AbortSignal,
  everyMs: number,
): Promise<T | null> {
  const patience = performance.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen !== null && seen !== false) return seen;
    if (performance.now() > patience) return null;
    await sleep(everyMs, undefined, { signal });
  }
}
