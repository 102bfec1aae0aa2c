import { clock } from "@/lib/platform/clock";
import { errorText } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";

/** One duty of the worker. A tick looks at the current state, does what is due, and says when to look again. */
export type Loop = {
  name: string;
  /** A tick that takes longer is reported and no longer waited for. */
  timeoutMs: number;
  tick(): Promise<{ againInMs: number }>;
};

export type RunningLoop = { wake(): void; stop(): Promise<void> };

const AFTER_FAILURE_MS = 1_000;

/** Runs a loop until it is stopped. A tick that fails or hangs is logged and tried again; it never stops another loop. */
export function startLoop(loop: Loop): RunningLoop {
  const stop = new AbortController();
  let rest = new AbortController();
  let wasWoken = false;

  async function once(): Promise<number> {
    const limit = new AbortController();
    try {
      const { againInMs } = await Promise.race([
        loop.tick(),
        clock.sleep(loop.timeoutMs, limit.signal).then(() => {
          throw new Error(`A tick took longer than ${loop.timeoutMs / 1_000} s`);
        }),
      ]);
      return againInMs;
    } catch (error) {
      logger.warn({ loop: loop.name, error: errorText(error) }, "A loop's tick failed; it is tried again");
      return AFTER_FAILURE_MS;
    } finally {
      limit.abort();
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
    },
  };
}
