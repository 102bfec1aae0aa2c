import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { until } from "../until";

/** The process id on the first line of the file, or null. */
export function readPid(file: string): number | null {
  if (!existsSync(file)) return null;
  const pid = Number.parseInt(readFileSync(file, "utf8"), 10);
  return Number.isInteger(pid) && pid > 1 ? pid : null;
}

/** The command line of a process; empty when there is none, and for one that has ended but was not collected yet. */
export function commandLineOf(pid: number): string {
  if (existsSync("/proc/self/cmdline")) {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    } catch {
      // It ended between two looks; that is the answer.
      return "";
    }
  }
  return spawnSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" }).stdout?.trim() ?? "";
}

/**
 * The process id in the file when that process is really the server: after a crash the number may have gone to a stranger, who must
 * not be taken for it, let alone killed.
 */
export function livePid(file: string, isOurs: (commandLine: string) => boolean): number | null {
  const pid = readPid(file);
  return pid !== null && isOurs(commandLineOf(pid)) ? pid : null;
}

/** Whether the number is taken: also by a process that has ended and that nobody collected, as under an init that does not. */
export function isTaken(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** The children of a process, where the system tells (Linux). */
export function childrenOf(pid: number): number[] {
  const file = `/proc/${pid}/task/${pid}/children`;
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8").trim().split(/\s+/).filter(Boolean).map(Number);
}

/** Sends a signal; a process that has ended in the meantime is no error. */
export function signalProcess(pid: number, signal: "SIGTERM" | "SIGKILL"): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

export const untilGone = (isGone: () => boolean, what: string, timeoutMs: number): Promise<void> =>
  until(isGone, { what: `${what} did not end`, timeoutMs, everyMs: 20 });
