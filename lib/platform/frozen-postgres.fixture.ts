import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Stops every process of a cluster where it is, as a stalled machine would, and returns what lets them go on. For tests. */
export function freezePostgres(dataDir: string): () => void {
  const postmaster = Number.parseInt(readFileSync(join(dataDir, "postmaster.pid"), "utf8"), 10);
  // First the one that would start others.
  process.kill(postmaster, "SIGSTOP");
  const children = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" })
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([pid = 0, parent]) => (parent === postmaster ? [pid] : []));
  const signal = (name: NodeJS.Signals) => {
    for (const pid of [postmaster, ...children]) {
      try {
        process.kill(pid, name);
      } catch (error) {
        // It has ended: some of them come and go.
        if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
      }
    }
  };
  signal("SIGSTOP");
  return () => signal("SIGCONT");
}
