import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runMigrations } from "graphile-worker";
import { schemaEngine } from "./engine";

const FOLDER = "prisma/migrations";

/** Brings a database up to the schema of this checkout: the product's tables and graphile-worker's. Safe to repeat. */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const names = readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const migrations = names.map((name) => ({ name, sql: readFileSync(join(FOLDER, name, "migration.sql"), "utf8") }));
  const engine = await schemaEngine(databaseUrl);
  const applied = await engine.apply(migrations).finally(engine.close);
  await runMigrations({ connectionString: databaseUrl });
  return applied;
}
