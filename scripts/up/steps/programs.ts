import { setTimeout as wait } from "node:timers/promises";
import { CannotGoOn, type Run } from "../run";
import type { Children } from "../supervise/children";
import type { Kept } from "../supervise/keep-running";

const PATIENCE_MS = 90_000;
const GIVE_UP_AFTER_FAILURES = 3;

/** Starts the processes of the product. */
export const startPrograms = (children: Children): { web: Kept; worker: Kept } => ({
  worker: children.keep({ name: "worker", entry: "server/worker/main.ts", patienceMs: 15_000 }),
  web: children.keep({ name: "web", entry: "server/web/main.ts", patienceMs: 10_000 }),
});

/** Waits until the web process says that it can serve. */
export async function untilReady(run: Run, { web, worker }: { web: Kept; worker: Kept }): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  const ready = `http://127.0.0.1:${process.env.PORT}/ready`;
  while (!(await isReady(ready))) {
    for (const program of [web, worker]) {
      if (program.failures() < GIVE_UP_AFTER_FAILURES) continue;
      throw new CannotGoOn(`${program.name} does not start: ${program.lastError()}. Details: ${run.log(program.name)}`);
    }
    if (performance.now() > deadline) {
      throw new CannotGoOn(
        `${ready} does not answer 200 after ${PATIENCE_MS / 1000} s (${web.lastError() || "no error was written"}). Details: ${run.log("web")}`,
      );
    }
    await wait(100, undefined, { signal: run.signal });
  }
}

const isReady = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
    (response) => response.status === 200,
    () => false,
  );
