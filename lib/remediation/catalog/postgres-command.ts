import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Watched } from "@/lib/monitoring";
import type { Command } from "./action";

const TIMEOUT_MS = 30_000;

/**
 * One statement, run as the agent's own role: by `psql` inside a container, and beside a local process by the small client that ships
 * with Nightshift, because the Postgres that npm carries has no psql. The password goes by the environment, never in argv.
 */
export function postgresCommand(watched: Watched, sql: string): Command {
  const { host, port, username, database, password } = watched.connection;
  const who = ["-U", username ?? "postgres", "-d", database ?? "postgres"];
  const program =
    watched.target.kind === "docker"
      ? ["psql", "-X", ...who]
      : ["node", sqlClient(), "-h", host, "-p", String(port), ...who];
  return {
    kind: "run",
    argv: [...program, "-c", sql],
    env: password ? { PGPASSWORD: password } : {},
    timeoutMs: TIMEOUT_MS,
  };
}

// Relative to where the program runs, so that what people approve fits on a line.
const sqlClient = () => relative(process.cwd(), fileURLToPath(new URL("../executors/sql-client.mjs", import.meta.url)));
