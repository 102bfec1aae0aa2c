// Stands first in the worker's PATH, as `redis-cli`, while output is measured: prints what it was told to, and then does what the real
// one does. What it is told stands before the arguments of the command: what to print, how much of it, and where the real one is.
import { spawnSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

const [what, count, real, ...args] = process.argv.slice(2);
// Whoever follows the execution is there by then: the delay of a line is measured, not that of the first look.
const BEFORE_MS = 1_500;
// Lines come at any moment of a batch or a frame.
const [LEAST_MS, MOST_MS] = [20, 200];

const tick = (number) => process.stdout.write(`tick ${number} ${performance.timeOrigin + performance.now()};\n`);

await sleep(BEFORE_MS);
if (what === "ticks") {
  for (let i = 1; i <= Number(count); i++) {
    tick(i);
    await sleep(LEAST_MS + Math.random() * (MOST_MS - LEAST_MS));
  }
} else {
  // The first and the last line tell the time that all of them took.
  tick(1);
  for (let i = 1; i <= Number(count); i++)
    process.stdout.write(`line ${i} of ${count}: a key was looked at and left alone\n`);
  tick(2);
}

process.exitCode = spawnSync(real, args, { stdio: "inherit" }).status ?? 1;
