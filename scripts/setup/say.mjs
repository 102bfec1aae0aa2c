import { appendFileSync, chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";

// Lines for people, with the seconds since the start. What is said also lands in logs/, where the details of a failure stand.

const startedAt = performance.now();

/** The folder of the logs, made when it is missing; only its owner can look into it. */
export function logFolder(home) {
  mkdirSync(join(home, "logs"), { recursive: true, mode: 0o700 });
  chmodSync(home, 0o700);
  return join(home, "logs");
}

/** Says one line on the terminal and in logs/up.log. */
export function say(home, line) {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(6);
  process.stdout.write(`${seconds} s  ${line}\n`);
  appendFileSync(join(logFolder(home), "up.log"), `${new Date().toISOString()} ${line}\n`, { mode: 0o600 });
}

/** Says what is wrong and what to do about it, in one line, and ends the process. */
export function stopWith(line) {
  process.stderr.write(`nightshift: ${line}\n`);
  process.exit(1);
}
