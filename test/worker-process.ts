import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** Starts a real worker on the test's database, with `bin` first in its PATH, and returns when it is ready. */
export async function startWorker(bin: string): Promise<ChildProcess> {
  const worker = spawn(process.execPath, ["--import", "tsx", "server/worker/main.ts"], {
    env: { ...process.env, PATH: `${bin}:${process.env.PATH}`, LOG_LEVEL: "info" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise<void>((ready, failed) => {
    worker.once("exit", (code) => failed(new Error(`The worker ended with ${code}`)));
    worker.stdout?.on("data", (data: Buffer) => {
      if (data.includes("The worker is ready")) ready();
    });
  });
  return worker;
}

/** Ends a worker and waits until it is gone; one that has ended already is left alone. */
export async function endWorker(worker: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  const gone = once(worker, "exit");
  worker.kill(signal);
  await gone;
}
