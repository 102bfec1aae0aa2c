import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { errorText } from "@/lib/platform/errors";
import { type LocalPostgres, startPostgres, stopPostgres } from "@/lib/platform/local-postgres";
import { childrenOf, isProgram } from "./processes";

const TRIES = 10;
const IMMEDIATE_MS = 3_000;

/** Whether the cluster's server runs, going by what the process of its pid file is. */
export function hasPostmaster({ dataDir }: LocalPostgres): boolean {
  const file = join(dataDir, "postmaster.pid");
  return existsSync(file) && isProgram(Number(readFileSync(file, "utf8").split("\n")[0]), "postgres");
}

/** After a crash the pid in the file may belong to any other program, and Postgres would take that for itself and not start. */
export function forgetDeadPostmaster(cluster: LocalPostgres): void {
  if (!hasPostmaster(cluster)) rmSync(join(cluster.dataDir, "postmaster.pid"), { force: true });
}

/** Starts the cluster, also after its server was killed a moment ago. */
export async function startOwnPostgres(cluster: LocalPostgres): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      forgetDeadPostmaster(cluster);
      return await startPostgres(cluster);
    } catch (error) {
      // Backends of a postmaster that was killed end within a moment, and hold its shared memory until then.
      if (tried === TRIES || !/shared memory block .* is still in use/.test(errorText(error))) throw error;
      await wait(500);
    }
  }
}

/** Ends the cluster as a crash would, also when it is frozen; its next start recovers. Leaves none of its processes. */
export async function killOwnPostgres(cluster: LocalPostgres): Promise<void> {
  if (!hasPostmaster(cluster)) return;
  const postmaster = Number.parseInt(readFileSync(join(cluster.dataDir, "postmaster.pid"), "utf8"), 10);
  const all = [postmaster, ...childrenOf(postmaster)];
  await Promise.race([stopPostgres(cluster, "immediate"), wait(IMMEDIATE_MS, undefined, { ref: false })]);
  for (const pid of all) {
    try {
      if (isProgram(pid, "postgres")) process.kill(pid, "SIGKILL");
    } catch (error) {
      // It ended this moment.
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}
