import { readdirSync } from "node:fs";
import pg from "pg";
import { sha256 } from "@/lib/platform/crypto";
import { migrations } from "./migrations";

const WORKER_SQL = "node_modules/graphile-worker/sql";

/**
 * Whether a database has exactly the migrations of this checkout, unchanged, and graphile-worker's, so that `migrate` would find nothing
 * to do. Asks the database itself, in a few milliseconds where the schema engine takes a second. Throws when it does not answer.
 */
export async function isMigrated(databaseUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  // A connection that breaks also rejects the query below, which is where it is heard.
  client.on("error", () => {});
  await client.connect();
  try {
    return (await hasOurs(client)) && (await hasWorkers(client));
  } finally {
    await client.end();
  }
}

/** The table is Prisma's: one row a try, with the SHA-256 of the script; a try that failed has no end. */
async function hasOurs(client: pg.Client): Promise<boolean> {
  if (!(await exists(client, "_prisma_migrations"))) return false;
  const { rows } = await client.query<{ name: string; checksum: string; applied: boolean }>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS applied FROM _prisma_migrations
     WHERE rolled_back_at IS NULL ORDER BY migration_name`,
  );
  const wanted = migrations().map(({ name, sql }) => `${name} ${sha256(sql)}`);
  return (
    rows.every(({ applied }) => applied) && wanted.join() === rows.map((row) => `${row.name} ${row.checksum}`).join()
  );
}

async function hasWorkers(client: pg.Client): Promise<boolean> {
  if (!(await exists(client, "graphile_worker.migrations"))) return false;
  const { rows } = await client.query<{ id: number }>("SELECT max(id) AS id FROM graphile_worker.migrations");
  const latest = Math.max(...readdirSync(WORKER_SQL).map((file) => Number.parseInt(file, 10)));
  return (rows[0]?.id ?? 0) >= latest;
}

async function exists(client: pg.Client, table: string): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>("SELECT to_regclass($1) IS NOT NULL AS there", [table]);
  return rows[0]?.there ?? false;
}
