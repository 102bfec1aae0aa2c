import { type ChildProcess, spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import type { Watched } from "@/lib/monitoring";
import { clock } from "@/lib/platform/clock";
import type { Command } from "../catalog/action";
import { displayArgv } from "./display";
import { type Chunk, type Executor, KILL_GRACE_MS, MARK, type Started } from "./executor";
import { identityOf, processOf } from "./process-identity";

// What a command may see of our environment: enough to find programs and speak the user's language, and no secret of ours.
const PASSED_ON = ["PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR"] as const;

export function processExecutor(watched: Watched): Executor {
  return {
    async identity() {
      const pidFile = watched.target.config?.pid_file;
      if (!pidFile) return null;
      return identityOf(await processOf(pidFile));
    },

    display(command) {
      switch (command.kind) {
        case "run":
        case "stop-process":
          return displayArgv(command.argv);
        default:
          throw new Error(`A process does not know the command ${command.kind}`);
      }
    },

    async start(command, mark) {
      switch (command.kind) {
        case "run":
          return startProgram(command, mark);
        case "stop-process":
          return stopProcess(command, mark);
        default:
          throw new Error(`A process does not know the command ${command.kind}`);
      }
    },

    async killMarked(mark) {
      const pids = await marked(mark);
      await killAll(pids, async () => marked(mark));
      return pids.length;
    },
  };
}

type Program = Pick<Extract<Command, { kind: "run" }>, "argv" | "env" | "as" | "leavesDaemon">;

async function startProgram(command: Program, mark: string): Promise<Started> {
  const env: Record<string, string> = { ...command.env };
  for (const name of PASSED_ON) if (process.env[name]) env[name] = process.env[name];
  // A server that the command leaves behind would inherit the mark, and be taken for the command itself.
  if (!command.leavesDaemon) env[MARK] = mark;
  const [program = "", ...args] = command.argv;
  const child = spawn(program === "node" ? process.execPath : program, args, {
    env: env as NodeJS.ProcessEnv,
    uid: command.as?.uid,
    gid: command.as?.gid,
    // Another account may not be allowed into our folder.
    ...(command.as && { cwd: "/" }),
    // Its own process group, so that a kill reaches its children too and a Ctrl-C at the terminal does not reach it.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", reject);
  });
  return {
    output: merge(child),
    exitCode: new Promise((resolve) => child.once("exit", (code) => resolve(code))),
    kill: async () => {
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
      const group = -child.pid;
      await killAll([group], async () => (isAlive(group) ? [group] : []));
    },
  };
}

/** Both pipes in the order of arrival, until both have ended, or for a moment after the exit when a daemon keeps them open. */
async function* merge(child: ChildProcess): AsyncGenerator<Chunk> {
  const queue: Chunk[] = [];
  let open = 2;
  let wake: () => void = () => {};
  const pipes = [
    { name: "stdout", pipe: child.stdout },
    { name: "stderr", pipe: child.stderr },
  ] as const;
  for (const { name, pipe } of pipes) {
    pipe?.on("data", (data: Buffer) => {
      queue.push({ stream: name, data });
      // Nothing more is read until this was consumed: memory stays bounded however much is printed.
      pipe.pause();
      wake();
    });
    pipe?.on("close", () => {
      open -= 1;
      wake();
    });
  }
  child.once("exit", () => {
    setTimeout(() => {
      for (const { pipe } of pipes) if (pipe && !pipe.isPaused()) pipe.destroy();
    }, DRAIN_MS).unref();
  });
  while (open > 0 || queue.length > 0) {
    const next = queue.shift();
    if (next) {
      yield next;
      (next.stream === "stdout" ? child.stdout : child.stderr)?.resume();
    } else {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
}

const DRAIN_MS = 500;

/** Runs what stops the approved process; where that has ended by itself nothing is run, and the output says so. */
async function stopProcess(command: Extract<Command, { kind: "stop-process" }>, mark: string): Promise<Started> {
  const found = await processOf(command.pidFile);
  if (found && identityOf(found) !== command.identity)
    throw new Error(`process ${identityOf(found)} runs now, and ${command.identity} was approved`);
  if (found) return startProgram(command, mark);
  return {
    output: (async function* (): AsyncGenerator<Chunk> {
      yield { stream: "stdout", data: Buffer.from("Not needed: the process does not run any more\n") };
    })(),
    exitCode: Promise.resolve(0),
    kill: async () => {},
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function killAll(pids: number[], remaining: () => Promise<number[]>): Promise<void> {
  const signal = (targets: number[], name: NodeJS.Signals) => {
    for (const pid of targets) {
      try {
        process.kill(pid, name);
      } catch (error) {
        // ESRCH: it ended between looking and signalling, which is what was wanted.
        if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
      }
    }
  };
  signal(pids, "SIGTERM");
  const patience = clock.now().getTime() + KILL_GRACE_MS;
  while (clock.now().getTime() < patience) {
    if ((await remaining()).length === 0) return;
    await clock.sleep(50);
  }
  signal(await remaining(), "SIGKILL");
}

/** The processes of this machine that carry the mark in their environment. Linux only; elsewhere a dead worker's command cannot be found. */
async function marked(mark: string): Promise<number[]> {
  if (process.platform !== "linux") return [];
  const needle = `${MARK}=${mark}`;
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found: number[] = [];
  for (const pid of pids) {
    // A process that ends meanwhile, or that is another user's, cannot be read and is not ours.
    const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
    if (environment.split("\0").includes(needle)) found.push(Number(pid));
  }
  return found;
}
