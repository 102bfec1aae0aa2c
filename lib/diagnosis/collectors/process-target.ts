import { constants } from "node:fs";
import { open, readFile, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import type { ServiceKind } from "@/lib/monitoring/contract";
import type { ProcessTarget } from "@/lib/platform/practice-contract";
import type { Finding, TargetState } from "../facts";
import { type Answer, ask, COLLECTOR_MS, commandLine } from "./finding";
import { LOG_LINES, lastLines } from "./last-lines";
import { logSigns } from "./log-signs";

const LOG_BYTES = 64 * 1024;

/** Whether the server's process is alive on this machine, and the end of its log when its start command names one. */
export async function collectFromProcess(
  kind: ServiceKind,
  config: ProcessTarget,
  secrets: readonly string[],
): Promise<Finding[]> {
  const read = commandLine(["cat", config.pid_file]);
  const state = await ask("process.state", read, COLLECTOR_MS, () => processState(kind, config.pid_file, read));
  const disk = await diskOf(dirname(config.pid_file));
  const logFile = logFileOf(config.start);
  if (!logFile) return [state, disk];
  const tail = commandLine(["tail", "-n", String(LOG_LINES), logFile]);
  const log = await ask("process.log", tail, COLLECTOR_MS, async () => {
    const lines = lastLines(await endOf(logFile), secrets);
    return { text: lines.join("\n"), facts: { targetLog: logSigns(lines) } };
  });
  return [state, disk, log];
}

/** What is left on the disk that holds the server's own files. */
const diskOf = (directory: string): Promise<Finding> =>
  ask(
    "host.disk",
    `${commandLine(["df", "-B1", directory])}; ${commandLine(["df", "-i", directory])}`,
    COLLECTOR_MS,
    async () => readDisk(await statfs(directory)),
  );

export function readDisk(of: { bsize: number; blocks: number; bavail: number; files: number; ffree: number }): Answer {
  const [totalBytes, freeBytes] = [of.blocks * of.bsize, of.bavail * of.bsize];
  return {
    text: `${freeBytes} of ${totalBytes} bytes free\n${of.ffree} of ${of.files} inodes free`,
    facts: { targetDisk: { totalBytes, freeBytes, totalInodes: of.files, freeInodes: of.ffree } },
  };
}

const programs: Record<ServiceKind, RegExp> = { redis: /redis|valkey/, postgres: /postgres|postmaster/ };

async function processState(kind: ServiceKind, pidFile: string, read: string): Promise<Answer> {
  const stopped: TargetState = { state: "stopped", how: "ended", exitCode: null, at: null };
  const content = await readOrNull(pidFile);
  const pid = Number(content?.split("\n")[0]?.trim());
  if (content === null) return { text: `${pidFile} does not exist`, facts: { target: stopped } };
  if (!Number.isInteger(pid) || pid <= 1) return { text: `${pidFile} holds no process id`, facts: {} };

  if (!isAlive(pid)) {
    const text = `pid ${pid}\nThere is no process ${pid}`;
    return { text, facts: { target: stopped }, command: `${read}; kill -0 ${pid}` };
  }
  // Only Linux has it; elsewhere being alive is all that is known.
  const status = (await readOrNull(`/proc/${pid}/status`))?.split("\n").slice(0, 3).join("\n") ?? "";
  const text = `pid ${pid}\nprocess ${pid} exists\n${status}`;
  const command = `${read}; kill -0 ${pid}; head -3 /proc/${pid}/status`;
  const [, name] = /^Name:\s*(.+)$/m.exec(status) ?? [];
  const [, state] = /^State:\s*(\w)/m.exec(status) ?? [];
  // A zombie is dead, and after a crash the kernel may have given the number to somebody else.
  if (state === "Z" || state === "X" || (name && !programs[kind].test(name)))
    return { text, command, facts: { target: stopped } };
  if (state === "T" || state === "t") return { text, command, facts: { target: { state: "frozen", pid } } };
  return { text, command, facts: { target: { state: "running", pid, since: null } } };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, as somebody else's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function readOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** The log file that a start command names: `--log=…` (pg_ctl), `--logfile …` (redis-server). */
function logFileOf(start: string[]): string | null {
  for (const [index, word] of start.entries()) {
    const joined = /^--log(?:file)?=(\/.+)$/.exec(word)?.[1];
    if (joined) return joined;
    const next = start[index + 1];
    if (/^(?:--log(?:file)?|-l)$/.test(word) && next?.startsWith("/")) return next;
  }
  return null;
}

async function endOf(path: string): Promise<string> {
  // Never waits for a writer, should the path be a pipe.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - LOG_BYTES);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(size, LOG_BYTES)), 0, undefined, start);
    const text = buffer.subarray(0, bytesRead).toString();
    return start === 0 ? text : text.slice(text.indexOf("\n") + 1);
  } finally {
    await file.close();
  }
}
