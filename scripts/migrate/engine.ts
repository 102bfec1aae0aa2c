import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

// Prisma's own schema engine, as WebAssembly from npm: `prisma migrate` downloads a native one, which machines without access to
// Prisma's servers cannot. It writes the ordinary `_prisma_migrations` table, so either tool continues where the other stopped.

export const SCHEMA = "prisma/schema.prisma";
const filters = { externalTables: [], externalEnums: [] };

/** The engine on one database. Close it when done. */
export async function schemaEngine(databaseUrl: string) {
  const file = createRequire(import.meta.url)
    .resolve("@prisma/schema-engine-wasm/schema_engine_bg")
    .replace(/\.js$/, ".wasm");
  const { instance } = await WebAssembly.instantiate(readFileSync(file), { "./schema_engine_bg.js": bindings });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  // The engine never closes its connections, so they come from a pool that is closed here.
  const pool = new pg.Pool({ connectionString: databaseUrl });
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool));
  const engine = await bindings.SchemaEngine.new(
    { datamodels: [[SCHEMA, readFileSync(SCHEMA, "utf8")]] },
    () => {},
    adapter,
  );

  return {
    /** Applies these migrations, in order, where they are not applied yet; answers with the names of the ones it applied. */
    async apply(migrations: { name: string; sql: string }[]): Promise<string[]> {
      const { appliedMigrationNames } = await engine.applyMigrations({
        migrationsList: {
          baseDir: "prisma/migrations",
          lockfile: { path: "migration_lock.toml", content: null },
          shadowDbInitScript: "",
          migrationDirectories: migrations.map(({ name, sql }) => ({
            path: name,
            migrationFile: { path: "migration.sql", content: { tag: "ok", value: sql } },
          })),
        },
        filters,
      });
      return appliedMigrationNames;
    },

    /** The SQL that leads from one schema text (null: an empty database) to another. */
    async diff(from: string | null, to: string): Promise<string> {
      const { stdout } = await engine.diff({
        from: from === null ? { tag: "empty" } : { tag: "schemaDatamodel", files: [{ path: SCHEMA, content: from }] },
        to: { tag: "schemaDatamodel", files: [{ path: SCHEMA, content: to }] },
        script: true,
        exitCode: null,
        filters,
      });
      return stdout ?? "";
    },

    close: (): Promise<void> => pool.end(),
  };
}
