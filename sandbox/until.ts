import { clock } from "@/lib/platform/clock";
import { errorText } from "@/lib/platform/errors";

type Wait = {
  /** Completes the sentence "… within N seconds". */
  what: string;
  timeoutMs: number;
  everyMs?: number;
  signal?: AbortSignal;
  /** Errors that will not pass by waiting end the wait at once. */
  isFinal?: (error: unknown) => boolean;
};

/** Asks until `ask` answers true; its errors count as "not yet". Throws, with the last of them, when that takes too long. */
export async function until(ask: () => Promise<boolean> | boolean, wait: Wait): Promise<void> {
  const end = clock.now().getTime() + wait.timeoutMs;
  for (;;) {
    wait.signal?.throwIfAborted();
    let last: unknown;
    try {
      if (await ask()) return;
    } catch (error) {
      if (wait.isFinal?.(error)) throw error;
      last = error;
    }
    if (clock.now().getTime() >= end) {
      const reason = last === undefined ? "" : `: ${errorText(last)}`;
      throw new Error(`${wait.what} within ${Math.round(wait.timeoutMs / 1000)} seconds${reason}`, { cause: last });
    }
    await clock.sleep(wait.everyMs ?? 100, wait.signal);
  }
}
