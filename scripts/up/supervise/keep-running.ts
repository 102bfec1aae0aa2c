import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { logFile } from "./log-file";
import { readable } from "./readable";

export type Program = {
  name: string;
  /** The TypeScript file to run, from the root of the checkout. */
  entry: string;
  env?: Record<string, string>;
  /** How long it may take to end well after SIGTERM. */
  patienceMs: number;
  /** The same when the end is forced: only for a program that leaves others running when it is killed. */
  forcedPatienceMs?: number;
};

export type House = {
  say(line: string): void;
  show(line: string): void;
  log(name: string): string;
  /** Called with the pids whenever one changes. */
  onPid(name: string, pid: number | null): void;
};

/** A program that is started again whenever it ends, until it is stopped. */
export type Kept = {
  name: string;
  /** How often it has ended by itself since it last ran for a minute. */
  failures(): number;
  /** The line in which it last said why it ended, or how it did. */
  lastError(): string;
  /** SIGTERM, then SIGKILL when its patience is over; at once when forced, unless it has patience for that too. Resolves when nothing of its group is left. */
  stop(isForced: boolean): Promise<void>;
};

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;
const STEADY_MS = 60_000;
const END_WITH_PARENT = new URL("./end-with-parent.mjs", import.meta.url).href;

export function keepRunning(program: Program, house: House): Kept {
  const { name, entry, env, patienceMs, forcedPatienceMs = 0 } = program;
  const log = logFile(house.log(name));
  let child: ChildProcess | null = null;
  let isStopping = false;
  let failures = 0;
  let lastError = "";
  let restart: NodeJS.Timeout | undefined;

  function begin(): void {
    const since = performance.now();
    let errorOfThisLife = "";
    // A group of its own: Ctrl-C in a terminal goes to every process of the foreground group, and the order of stopping is ours.
    const started = spawn(process.execPath, ["--import", END_WITH_PARENT, "--import", "tsx", entry], {
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: { ...process.env, ...env, NODE_ENV: "production" },
      detached: true,
    });
    child = started;
    house.onPid(name, started.pid ?? null);
    for (const stream of [started.stdout, started.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on("line", (line) => {
        const words = readable(line);
        // The first line of an error says what happened; the rest is where.
        if (!errorOfThisLife && /error|fatal|cannot|not usable/i.test(words)) errorOfThisLife = words.trim();
        log.write(`${line}\n`);
        house.show(`${name} | ${words}`);
      });
    }
    let isOver = false;
    const over = (why: string) => {
      if (isOver) return;
      isOver = true;
      child = null;
      // What it started and did not wait for, such as the client of a command in a container.
      signalGroup(started.pid, "SIGKILL");
      house.onPid(name, null);
      if (isStopping) return;
      lastError = errorOfThisLife || why;
      failures = performance.now() - since > STEADY_MS ? 1 : failures + 1;
      const delayMs = Math.min(FIRST_DELAY_MS * 2 ** (failures - 1), LONGEST_DELAY_MS);
      house.say(`${name} ended (${why}); starting it again in ${delayMs / 1000} s. Its log: ${house.log(name)}`);
      restart = setTimeout(begin, delayMs);
    };
    started.once("error", (error) => over(error.message));
    started.once("exit", (code, signal) => over(signal ?? `exit code ${code}`));
  }

  async function stop(isForced: boolean): Promise<void> {
    isStopping = true;
    clearTimeout(restart);
    const running = child;
    if (running?.pid) {
      const ended = new Promise<void>((done) => running.once("exit", () => done()));
      const kill = () => signalGroup(running.pid, "SIGKILL");
      const allowedMs = isForced ? forcedPatienceMs : patienceMs;
      let late: NodeJS.Timeout | undefined;
      if (allowedMs === 0) kill();
      else {
        running.kill("SIGTERM");
        late = setTimeout(() => {
          house.say(`${name} did not end within ${allowedMs / 1000} s and is killed`);
          kill();
        }, allowedMs);
      }
      await ended;
      clearTimeout(late);
    }
    await new Promise<void>((done) => log.end(done));
  }

  begin();
  return { name, failures: () => failures, lastError: () => lastError, stop };
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (!pid) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // ESRCH: the group is gone, which is what was wanted. EPERM: macOS says so of a group of zombies.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ESRCH" && code !== "EPERM") throw error;
  }
}
