import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { errorText } from "@/lib/platform/errors";
import { type LocalPostgres, startPostgres } from "@/lib/platform/local-postgres";
import { isProgram } from "./processes";

const TRIES = 10;

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
