import { clock } from "@/lib/platform/clock";
import { errorText } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";

/** One duty of a process. A tick looks at the current state, does what is due, and says when to look again. */
export type Loop = {
  name: string;
  /** A tick that takes longer is reported. It is waited for all the same, up to four times as long again. */
  timeoutMs: number;
  tick(): Promise<{ againInMs: number }>;
  /** Called when the loop was stopped, after the last tick. */
  atEnd?(): Promise<void>;
};

export type RunningLoop = { wake(): void; stop(): Promise<void> };

const AFTER_FAILURE_MS = 1_000;
/** A tick that is late beside the next one makes both slower; one that hangs must not end the duty for good. */
const PATIENCE = 4;

/** Runs a loop until it is stopped. A tick that fails or hangs is logged and tried again; it never stops another loop. */
export function startLoop(loop: Loop): RunningLoop {
  const stop = new AbortController();
  let rest = new AbortController();
  let wasWoken = false;

  async function once(): Promise<number> {
    try {
      const tick = loop.tick();
      if (!(await endsWithin(tick, loop.timeoutMs))) {
        logger.warn({ loop: loop.name }, `A loop's tick takes longer than ${loop.timeoutMs / 1_000} s`);
        if (!(await endsWithin(tick, loop.timeoutMs * PATIENCE, stop.signal)))
          throw new Error("It did not end and is no longer waited for");
      }
      return (await tick).againInMs;
    } catch (error) {
      logger.warn({ loop: loop.name, error: errorText(error) }, "A loop's tick failed; it is tried again");
      return AFTER_FAILURE_MS;
    }
  }

  const running = (async () => {
    while (!stop.signal.aborted) {
      wasWoken = false;
      const againInMs = await once();
      if (wasWoken || stop.signal.aborted) continue;
      rest = new AbortController();
      await clock.sleep(againInMs, AbortSignal.any([rest.signal, stop.signal])).catch(() => {});
    }
  })();

  return {
    wake() {
      wasWoken = true;
      rest.abort();
    },
    async stop() {
      stop.abort();
      await running;
      await loop.atEnd?.();
    },
  };
}

/** Whether `tick` comes to its end, whichever, in so much time and before the signal. */
async function endsWithin(tick: Promise<unknown>, ms: number, signal?: AbortSignal): Promise<boolean> {
  const over = new AbortController();
  const limit = signal ? AbortSignal.any([over.signal, signal]) : over.signal;
  try {
    return await Promise.race([
      tick.then(
        () => true,
        () => true,
      ),
      clock.sleep(ms, limit).then(
        () => false,
        () => false,
      ),
    ]);
  } finally {
    over.abort();
  }
}
