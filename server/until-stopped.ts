/** Resolves when this process is asked to stop: SIGTERM, SIGINT, or the end of the supervisor that started it over an IPC channel. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGTERM", resolve);
    process.once("SIGINT", resolve);
    process.once("disconnect", resolve);
  });
}
