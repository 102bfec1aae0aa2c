import { errorText } from "@/lib/platform/errors";
import type { LocalPostgres } from "@/lib/platform/local-postgres";
import { hasPostmaster, startOwnPostgres } from "../own-postgres";
import type { Run } from "../run";

const LOOK_MS = 1_000;

/** Starts our Postgres again when it is gone. It runs on its own, not as a child, so that it survives a killed supervisor. */
export function keepPostgres(run: Run, cluster: LocalPostgres): void {
  let working: Promise<void> | null = null;
  const look = setInterval(() => {
    if (working || hasPostmaster(cluster)) return;
    run.say("Postgres ended; starting it again");
    working = startOwnPostgres(cluster)
      .then(
        () => run.say("Postgres is back"),
        (error) => run.say(`Postgres does not start: ${errorText(error)}`),
      )
      .finally(() => {
        working = null;
      });
  }, LOOK_MS);
  run.onStop("the watch over Postgres", async (isForced) => {
    clearInterval(look);
    if (!isForced) await working;
  });
}
