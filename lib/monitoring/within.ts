/**
 * Runs `work` for at most `ms` milliseconds of real time. Past that, it rejects with an Error of `message` and the signal that `work` was
 * given is aborted: `work` closes what it opened. The signal is also aborted when `work` settles, so nothing stays open by forgetting.
 */
export async function within<T>(ms: number, message: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const over = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(message)), ms);
  });
  try {
    return await Promise.race([work(over.signal), late]);
  } finally {
    clearTimeout(timer);
    over.abort();
  }
}
