// Stops one process and waits until it is gone: SIGTERM, then SIGKILL when it is still there after some seconds. The start of the
// process is compared before each signal, because ids come round again. Exit code 0: it does not run any more.
// Usage: node --import tsx stop-process.ts --pid ID --started START --kill-after SECONDS
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { startOf } from "./process-identity";

const LOOK_EVERY_MS = 50;
/** How long the kernel may take to end a process that it was told to kill. */
const AFTER_KILL_MS = 5_000;

async function stop({ pid, started, killAfterMs }: { pid: number; started: string; killAfterMs: number }) {
  const runs = async () => (await startOf(pid)) === started;
  const isGoneWithin = async (ms: number) => {
    for (const until = Date.now() + ms; Date.now() < until; await sleep(LOOK_EVERY_MS))
      if (!(await runs())) return true;
    return !(await runs());
  };
  if (!(await runs())) return console.log(`Process ${pid} does not run any more`);
  signal(pid, "SIGTERM");
  console.log(`Sent SIGTERM to process ${pid}`);
  if (await isGoneWithin(killAfterMs)) return console.log("It has stopped");
  signal(pid, "SIGKILL");
  console.error(`It did not stop in ${killAfterMs / 1_000} s: sent SIGKILL`);
  if (await isGoneWithin(AFTER_KILL_MS)) return console.log("It was killed");
  throw new Error(`Process ${pid} is still there`);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    // ESRCH: it ended between looking and signalling, which is what was wanted.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

const { values } = parseArgs({
  options: { pid: { type: "string" }, started: { type: "string" }, "kill-after": { type: "string" } },
});
const [pid, killAfterMs] = [Number(values.pid), Number(values["kill-after"]) * 1_000];

stop({ pid, started: values.started ?? "", killAfterMs }).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
