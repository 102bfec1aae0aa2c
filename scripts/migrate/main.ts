// `npm run migrate`            applies what is missing to DATABASE_URL
// `npm run migrate -- new NAME` writes the migration from the committed schema to the edited one
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { errorText } from "@/lib/platform/errors";
import { SCHEMA, schemaEngine } from "./engine";
import { migrate } from "./migrate";

function committedSchema(): string | null {
  try {
    return execFileSync("git", ["show", `HEAD:${SCHEMA}`], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    // Nothing is committed yet: the migration starts from an empty database.
    return null;
  }
}

async function main(): Promise<void> {
  const databaseUrl = process.env.DATABASE_URL;
  if (!databaseUrl) throw new Error("DATABASE_URL is not set");
  const [command, name] = process.argv.slice(2);
  if (command === "new") {
    if (!name || !/^[a-z0-9_]+$/.test(name))
      throw new Error("Give the migration a name of small letters, digits and underscores");
    const engine = await schemaEngine(databaseUrl);
    const sql = await engine.diff(committedSchema(), readFileSync(SCHEMA, "utf8")).finally(engine.close);
    const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
    const folder = join("prisma/migrations", `${stamp}_${name}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "migration.sql"), sql);
    console.log(`Wrote ${folder}/migration.sql; read it before you commit it`);
    return;
  }
  const applied = await migrate(databaseUrl);
  console.log(applied.length > 0 ? `Applied ${applied.join(", ")}` : "The database is up to date");
}

main().then(
  // The schema engine keeps its connection open; there is nothing left to wait for.
  () => process.exit(0),
  (error) => {
    console.error(`Migration failed: ${errorText(error)}`);
    process.exit(1);
  },
);
