import { execute } from "../command";
import type { Run } from "../run";

/** The generated client and the tables, as this checkout wants them. */
export async function updateSchema(run: Run): Promise<void> {
  await execute(run, {
    argv: [process.execPath, "scripts/generate.mjs"],
    log: "generate",
    advice: "Run npm ci, then npm run up again",
  });
  // In a process of its own: the schema engine keeps its connection open, and Postgres could not be stopped calmly.
  await execute(run, {
    argv: [process.execPath, "--import", "tsx", "scripts/migrate/main.ts"],
    log: "migrate",
    advice: "Nothing runs on a half-migrated database; mend what the line says and start again",
  });
}
