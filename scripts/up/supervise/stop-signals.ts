const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

// A terminal sends Ctrl-C to npm and to us, and npm passes its own on: two signals within a moment are one wish.
const ONE_WISH_MS = 1_000;

/** Resolves with the exit code once everything has stopped: 0 after the first signal, 1 when a second one had to force it. */
export function onStopSignal(stop: () => Promise<void>, force: () => Promise<void>): Promise<number> {
  return new Promise((resolve) => {
    let firstAt: number | undefined;
    const heard = () => {
      if (firstAt === undefined) {
        firstAt = performance.now();
        stop().then(() => resolve(0));
      } else if (performance.now() - firstAt > ONE_WISH_MS) {
        force().then(() => resolve(1));
      }
    };
    for (const signal of SIGNALS) process.on(signal, heard);
  });
}
