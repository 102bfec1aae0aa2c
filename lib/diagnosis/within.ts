import { clock } from "@/lib/platform/clock";

export class LateError extends Error {}

/** The result of `work`, or a `LateError` once `ms` milliseconds have passed; the signal then tells `work` that nobody waits any more. */
export async function within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const late = new AbortController();
  const done = new AbortController();
  const limit = clock.sleep(Math.max(ms, 0), done.signal).then(() => {
    const error = new LateError(`no answer within ${(ms / 1_000).toFixed(1)} s`);
    late.abort(error);
    throw error;
  });
  try {
    return await Promise.race([work(late.signal), limit]);
  } finally {
    done.abort();
  }
}
