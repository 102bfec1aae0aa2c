import { randomBytes } from "node:crypto";
import pg from "pg";

/** The migrated database that every test file gets a copy of. */
export const TEMPLATE = "nightshift_template";

/** Creates a database in the test run's cluster, as a copy of another one, and returns its address. */
export async function createDatabase(name: string, template: string): Promise<string> {
  const cluster = process.env.NIGHTSHIFT_TEST_CLUSTER;
  if (!cluster) throw new Error("There is no test cluster: run the tests through `npm test` or `npx vitest`");
  const admin = new pg.Client({ connectionString: cluster });
  await admin.connect();
  // Two copies of one template at once refuse each other.
  await admin.query("SELECT pg_advisory_lock(1)");
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
  await admin.end();
  const url = new URL(cluster);
  url.pathname = `/${name}`;
  return url.href;
}

/** An empty, migrated database. */
export const newDatabase = (): Promise<string> => createDatabase(`test_${randomBytes(6).toString("hex")}`, TEMPLATE);
