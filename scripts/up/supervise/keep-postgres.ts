import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { errorText } from "@/lib/platform/errors";
import { type LocalPostgres, startPostgres } from "@/lib/platform/local-postgres";
import { isProgram } from "../processes";
import type { Run } from "../run";

const LOOK_MS = 1_000;

/** Starts our Postgres again when it is gone. It runs on its own, not as a child, so that it survives a killed supervisor. */
export function keepPostgres(run: Run, cluster: LocalPostgres): void {
  const pidFile = join(cluster.dataDir, "postmaster.pid");
  const isUp = () => existsSync(pidFile) && isProgram(Number(readFileSync(pidFile, "utf8").split("\n")[0]), "postgres");
  let working: Promise<void> | null = null;
  const look = setInterval(() => {
    if (working || isUp()) return;
    run.say("Postgres ended; starting it again");
    working = startPostgres(cluster)
      .then(
        () => run.say("Postgres is back"),
        (error) => run.say(`Postgres does not start: ${errorText(error)}`),
      )
      .finally(() => {
        working = null;
      });
  }, LOOK_MS);
  run.onStop("the watch over Postgres", async () => {
    clearInterval(look);
    await working;
  });
}
