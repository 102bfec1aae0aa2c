import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { commandOf } from "./lock.mjs";
import { say } from "./say.mjs";

const PATIENCE_MS = 12_000;

/**
 * Ends the processes of an `up` that was killed before it could. They notice by themselves and are given the time to end well; what
 * stays is killed with its whole group. `children.json` is written by the supervisor.
 */
export async function endLeftovers(home) {
  const file = join(home, "children.json");
  if (!existsSync(file)) return;
  const listed = JSON.parse(readFileSync(file, "utf8"));
  const isAlive = ({ pid, mark }) => commandOf(pid)?.includes(mark) ?? false;
  let left = listed.filter(isAlive);
  if (left.length > 0)
    say(home, `Ending what an earlier start left behind: ${left.map(({ name }) => name).join(", ")}`);
  const deadline = performance.now() + PATIENCE_MS;
  while (left.length > 0 && performance.now() < deadline) {
    await wait(100);
    left = left.filter(isAlive);
  }
  for (const { pid } of left) {
    try {
      process.kill(-pid, "SIGKILL");
    } catch (error) {
      if (error.code !== "ESRCH") throw error;
    }
  }
  rmSync(file, { force: true });
}
