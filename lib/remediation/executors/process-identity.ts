import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

export type RunningProcess = { pid: number; startedAt: string };

/** The live process whose id stands on the first line of `pidFile`, or null. With its start, because process ids come round again. */
export async function processOf(pidFile: string): Promise<RunningProcess | null> {
  const text = await readFile(pidFile, "utf8").catch(() => "");
  const pid = Number.parseInt(text.split("\n")[0] ?? "", 10);
  if (!Number.isInteger(pid) || pid <= 1) return null;
  const startedAt = await startOf(pid);
  return startedAt ? { pid, startedAt } : null;
}

/** What a target is while its process does not run. */
export const NOT_RUNNING = "not running";

/** A process as a permit names it: a start beside the id, because ids come round again. */
export const identityOf = (running: RunningProcess | null): string =>
  running ? `${running.pid} (${running.startedAt})` : NOT_RUNNING;

/** The process that an identity names; null for one that names none. */
export function processOfIdentity(identity: string): RunningProcess | null {
  const [, pid, startedAt] = /^(\d+) \((.+)\)$/.exec(identity) ?? [];
  return pid && startedAt ? { pid: Number(pid), startedAt } : null;
}

/** When the process with this id was started; null when it does not run. */
export async function startOf(pid: number): Promise<string | null> {
  if (process.platform === "linux") {
    // Field 22 of proc(5)'s stat: start time in clock ticks since boot. The second field may hold spaces, so count from its last bracket.
    const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
    const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (!fields || fields[0] === "Z") return null;
    return `tick ${fields[19]}`;
  }
  const { stdout } = await run("ps", ["-o", "lstart=", "-p", String(pid)]).catch(() => ({ stdout: "" }));
  return stdout.trim() || null;
}
