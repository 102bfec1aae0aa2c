const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

// A terminal sends Ctrl-C to npm and to us, and npm passes its own on: two signals within a moment are one wish.
const ONE_WISH_MS = 1_000;

/** Resolves with the exit code once everything has stopped: 0 after the first signal, 1 when a second one had to force it. */
export function onStopSignal(stop: () => Promise<void>, force: () => Promise<void>): Promise<number> {
  return new Promise((resolve) => {
    let firstAt: number | undefined;
    let isForced = false;
    const heard = () => {
      if (firstAt === undefined) {
        firstAt = performance.now();
        // What is forced also lets the calm stop get to its end, and that is not the end of the other.
        stop().then(() => !isForced && resolve(0));
      } else if (!isForced && performance.now() - firstAt > ONE_WISH_MS) {
        isForced = true;
        force().then(() => resolve(1));
      }
    };
    for (const signal of SIGNALS) process.on(signal, heard);
  });
}
