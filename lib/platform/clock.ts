/** Where the program reads the time and waits, so that a test can tell a story of an hour in milliseconds. */
export interface Clock {
  now(): Date;
  /** Resolves after `ms` milliseconds, or rejects at once with the signal's reason. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

const systemClock: Clock = {
  now: () => new Date(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const stop = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener("abort", stop);
        resolve();
      }, ms);
      signal?.addEventListener("abort", stop, { once: true });
    }),
};

let current: Clock = systemClock;

export const clock: Clock = {
  now: () => current.now(),
  sleep: (ms, signal) => current.sleep(ms, signal),
};

/** Puts another clock in place and returns the function that puts the old one back. */
export function useClock(next: Clock): () => void {
  const before = current;
  current = next;
  return () => {
    current = before;
  };
}
