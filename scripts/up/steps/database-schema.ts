import { isMigrated } from "../../migrate/is-migrated";
import { isGenerated } from "../../setup/generated.mjs";
import { execute } from "../command";
import type { Run } from "../run";

/** The generated client and the tables, as this checkout wants them. What is so already is not done again. */
export async function updateSchema(run: Run, tell: (text: string) => void): Promise<void> {
  const done: string[] = [];
  if (!isGenerated()) {
    await execute(run, {
      argv: [process.execPath, "scripts/generate.mjs"],
      log: "generate",
      advice: "Run npm ci, then npm run up again",
    });
    done.push("client generated");
  }
  // Asked of the database itself: DATABASE_URL may name another one than at the last start.
  if (!(await isMigrated(process.env.DATABASE_URL ?? ""))) {
    // In a process of its own: the schema engine keeps its connection open, and Postgres could not be stopped calmly.
    await execute(run, {
      argv: [process.execPath, "--import", "tsx", "scripts/migrate/main.ts"],
      log: "migrate",
      advice: "Nothing runs on a half-migrated database; mend what the line says and start again",
    });
    done.push("tables updated");
  }
  tell(done.join(", ") || "unchanged");
}
