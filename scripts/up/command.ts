import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { CannotGoOn, type Run } from "./run";

type Command = {
  argv: string[];
  /** The log's name; each command has its own, and it holds the last run only. */
  log: string;
  env?: Record<string, string>;
  /** What to do when it fails, for the person who reads the line. */
  advice: string;
};

/** Runs a program to its end, with its output in a log. It and its children end with the run. Throws one line when it fails. */
export async function execute(run: Run, { argv, log, env, advice }: Command): Promise<void> {
  const [program = "", ...args] = argv;
  const path = run.log(log);
  const output = openSync(path, "w", 0o600);
  const child = spawn(program, args, {
    stdio: ["ignore", output, output],
    env: { ...process.env, ...env },
    detached: true,
  });
  closeSync(output);
  const end = () => {
    // The whole group: a build has workers of its own.
    if (child.pid && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
  };
  run.signal.addEventListener("abort", end, { once: true });
  const result = await new Promise<number | string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ?? code ?? "no exit code"));
  });
  run.signal.removeEventListener("abort", end);
  run.signal.throwIfAborted();
  if (result === 0) return;
  const said = lastWords(path);
  throw new CannotGoOn(`${said || `it ended with ${result}`}. ${advice}. Details: ${path}`);
}

/** The line of a log that most likely says what went wrong. */
export function lastWords(path: string): string {
  const lines = readFileSync(path, "utf8")
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  const telling = lines.findLast((line) => /error|failed|cannot|refused|denied/i.test(line));
  return (telling ?? lines.at(-1) ?? "").slice(0, 300).replace(/\.$/, "");
}
