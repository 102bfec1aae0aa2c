import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { lastWords } from "../up/command";
import { CannotGoOn, type Run } from "../up/run";

const PATIENCE_MS = 12_000;
const END_WITH_PARENT = new URL("../up/supervise/end-with-parent.mjs", import.meta.url).href;

export type Program = {
  name: string;
  failure(): string | null;
  /** Stops it where it is, and lets it go on: for what is measured without it. */
  freeze(): void;
  thaw(): void;
};

/** A process of the product, as `up` starts it, except that it is not started again: a bench whose worker dies has failed. */
export function startProgram(run: Run, name: string, entry: string): Program {
  const path = run.log(name);
  const log = openSync(path, "w", 0o600);
  const child = spawn(process.execPath, ["--import", END_WITH_PARENT, "--import", "tsx", entry], {
    stdio: ["ignore", log, log, "ipc"],
    env: { ...process.env, NODE_ENV: "production" },
    detached: true,
  });
  closeSync(log);
  const exit = once(child, "exit");
  let isStopping = false;
  run.onStop(name, async () => {
    isStopping = true;
    child.kill("SIGCONT");
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGTERM");
      const late = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
      await exit;
      clearTimeout(late);
    }
    endGroup(child.pid);
  });
  return {
    name,
    freeze: () => void child.kill("SIGSTOP"),
    thaw: () => void child.kill("SIGCONT"),
    failure() {
      const hasEnded = child.exitCode !== null || child.signalCode !== null;
      return hasEnded && !isStopping ? `${name} has ended: ${lastWords(path)}` : null;
    },
  };
}

/** What it started and did not wait for. */
function endGroup(pid: number | undefined): void {
  if (!pid) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    // Nothing was left, which is how it should be.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Throws one line when a program has ended by itself. */
export function refuseDead(programs: Program[]): void {
  for (const program of programs) {
    const failure = program.failure();
    if (failure) throw new CannotGoOn(failure);
  }
}
