import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { errorText } from "@/lib/platform/errors";
import { freePort } from "@/lib/platform/free-port";
import { isPostgresRunning, type LocalPostgres, stopPostgres, urlOf } from "@/lib/platform/local-postgres";
import { writePrivate } from "../home";
import { forgetDeadPostmaster, killOwnPostgres, startOwnPostgres } from "../own-postgres";
import { CannotGoOn, type Run } from "../run";
import { DATABASE, type Settings } from "./settings";

/** A database that answers: the one of DATABASE_URL, or a cluster of our own that is stopped with the run. */
export async function openDatabase(run: Run, settings: Settings, tell: (text: string) => void): Promise<void> {
  const { cluster } = settings;
  if (!cluster) {
    await ask(process.env.DATABASE_URL ?? "", "SELECT 1").catch((error) => {
      throw new CannotGoOn(
        `DATABASE_URL does not answer (${errorText(error)}); check the address and that the server runs`,
      );
    });
    tell("the one of DATABASE_URL");
    return;
  }
  const isLeftOver = await prepare(run, settings, cluster);
  run.onStop("Postgres", (isForced) => (isForced ? killOwnPostgres(cluster) : stopPostgres(cluster)));
  await startOwnPostgres(cluster);
  await ensureDatabase(cluster);
  tell(
    `Postgres on port ${cluster.port}${isLeftOver ? ", still running from an earlier start" : ""}, data in ${cluster.dataDir}`,
  );
}

/** Clears what would keep the cluster from starting. Answers whether it runs already. */
async function prepare(run: Run, settings: Settings, cluster: LocalPostgres): Promise<boolean> {
  forgetDeadPostmaster(cluster);
  if (settings.areSecretsNew && existsSync(join(cluster.dataDir, "PG_VERSION"))) {
    // Its password and the key of its sealed values were in the folder that is gone. Set aside, not deleted: that is for a person to do.
    await stopPostgres(cluster);
    const aside = `${cluster.dataDir}.before`;
    rmSync(aside, { recursive: true, force: true });
    renameSync(cluster.dataDir, aside);
    run.say(`The secrets of an older database are gone, so a new one is made; the older one is in ${aside}`);
  }
  if (await isPostgresRunning(cluster)) return true;
  const port = await freePort(cluster.port);
  if (port !== cluster.port) {
    cluster.port = port;
    process.env.DATABASE_URL = urlOf(cluster, DATABASE);
    writePrivate(join(run.home, "ports.json"), { postgres: port });
  }
  return false;
}

async function ensureDatabase(cluster: LocalPostgres): Promise<void> {
  const maintenance = urlOf(cluster, "postgres");
  const found = await ask(maintenance, `SELECT 1 FROM pg_database WHERE datname = '${DATABASE}'`);
  if (found === 0) await ask(maintenance, `CREATE DATABASE ${DATABASE}`);
}

async function ask(url: string, sql: string): Promise<number> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // A connection that breaks also rejects the query below, which is where it is heard.
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}
