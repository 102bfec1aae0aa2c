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
      : ["node", SQL_CLIENT, "-h", host, "-p", String(port), ...who];
  return {
    kind: "run",
    argv: [...program, "-c", sql],
    env: password ? { PGPASSWORD: password } : {},
    timeoutMs: TIMEOUT_MS,
  };
}

// Relative to the root of the checkout, where every process of ours runs, so that what people approve fits on a line. Written out:
// beside `import.meta.url` a bundler puts a copy of the file under another name, and the worker would refuse to run what the web
// process showed.
const SQL_CLIENT = "lib/remediation/executors/sql-client.mjs";
