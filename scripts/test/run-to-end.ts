import { spawn } from "node:child_process";

/** Runs a program with its output on ours, and answers with its exit code. What it leaves running in its group is ended. */
export async function runToEnd(argv: string[], env: Record<string, string> = {}): Promise<number> {
  const [program = "", ...args] = argv;
  const child = spawn(program, args, {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, ...env },
    detached: true,
  });
  let interrupted: NodeJS.Signals | null = null;
  const passOn = (signal: NodeJS.Signals) => {
    interrupted = signal;
    child.kill(signal);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, passOn);
  const code = await new Promise<number>((resolve) => {
    child.once("error", (error) => {
      console.error(`${program} could not be started: ${error.message}`);
      resolve(127);
    });
    child.once("exit", (exitCode) => resolve(exitCode ?? 1));
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.off(signal, passOn);
  endGroup(child.pid);
  // Whoever stopped the run does not want the next part of it.
  if (interrupted !== null) process.exit(130);
  return code;
}

function endGroup(pid: number | undefined): void {
  if (!pid) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    // Nothing was left, which is how it should be.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
