import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { urlOf } from "@/lib/platform/local-postgres";
import { migrate } from "@/scripts/migrate/migrate";
import { createDatabase, TEMPLATE } from "./own-database";
import { startOwnPostgres } from "./own-postgres";

/** One real Postgres for a whole run, thrown away after it. */
export default async function setup(): Promise<() => Promise<void>> {
  const home = mkdtempSync(join(tmpdir(), "nightshift-test-"));
  const { cluster, remove } = await startOwnPostgres({ settings: { fsync: "off", max_connections: "300" } });
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
    await remove();
    rmSync(home, { recursive: true, force: true });
  };
}
