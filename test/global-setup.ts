import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dataDirOf, startPostgres, stopPostgres, urlOf } from "@/lib/platform/local-postgres";
import { migrate } from "@/scripts/migrate/migrate";
import { createDatabase, TEMPLATE } from "./own-database";

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (!address || typeof address === "string") throw new Error("No port could be found");
  return address.port;
}

/** One real Postgres for a whole run, thrown away after it. */
export default async function setup(): Promise<() => Promise<void>> {
  const home = mkdtempSync(join(tmpdir(), "nightshift-test-"));
  const cluster = {
    dataDir: dataDirOf(join(home, "shared", "data")),
    port: await freePort(),
    superuser: "postgres",
    password: randomBytes(16).toString("hex"),
    settings: { fsync: "off", max_connections: "300" },
  };
  await startPostgres(cluster);
  process.env.NIGHTSHIFT_TEST_CLUSTER = urlOf(cluster, "postgres");
  process.env.NIGHTSHIFT_SECRET = randomBytes(32).toString("hex");
  process.env.NIGHTSHIFT_HOME = home;
  process.env.LOG_LEVEL ??= "error";
  // A run of the fuzzer is more than an hour's worth of calls.
  process.env.NIGHTSHIFT_CALLS_PER_KEY ??= "1000000";
  process.env.NIGHTSHIFT_CALLS_PER_ORGANIZATION ??= "1000000";
  process.env.NIGHTSHIFT_CALLS_PER_PERSON ??= "1000000";
  await migrate(await createDatabase(TEMPLATE, "template1"));
  return async () => {
    await stopPostgres(cluster, "immediate");
    rmSync(cluster.dataDir, { recursive: true, force: true });
    rmSync(home, { recursive: true, force: true });
  };
}
