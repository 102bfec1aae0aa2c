import { runMigrations } from "graphile-worker";
import { schemaEngine } from "./engine";
import { migrations } from "./migrations";

/** Brings a database up to the schema of this checkout: the product's tables and graphile-worker's. Safe to repeat. */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const engine = await schemaEngine(databaseUrl);
  const applied = await engine.apply(migrations()).finally(engine.close);
  await runMigrations({ connectionString: databaseUrl });
  return applied;
}
