import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = "prisma/migrations";

/** The migrations of this checkout, in the order in which they are applied. */
export const migrations = (): { name: string; sql: string }[] =>
  readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((name) => ({ name, sql: readFileSync(join(FOLDER, name, "migration.sql"), "utf8") }));
