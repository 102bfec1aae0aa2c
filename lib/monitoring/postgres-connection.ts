import { Socket } from "node:net";
import pg from "pg";
import { errorText } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import type { Connection, Watched } from "./watched";
import { within } from "./within";

const CONNECT_MS = 2_000;
const QUERY_MS = 5_000;
const WORK_MS = 10_000;

/** Opens a session; it is cut when the signal is aborted. Rejects with the server's or the system's own error. */
export async function openPostgres(
  connection: Connection,
  signal: AbortSignal,
  queryMs = QUERY_MS,
): Promise<pg.Client> {
  signal.throwIfAborted();
  // A socket of our own, because a server that accepts and says nothing can only be left by cutting it.
  const socket = new Socket();
  const client = new pg.Client({
    host: connection.host,
    port: connection.port,
    database: connection.database ?? "postgres",
    user: connection.username ?? "postgres",
    password: connection.password ?? "",
    application_name: "nightshift",
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: queryMs,
    statement_timeout: queryMs,
    stream: () => socket,
  });
  // Whoever waits for a query hears of a broken connection there; without a listener Node would end the process.
  client.on("error", (error) => logger.debug({ error: error.message }, "A session with a watched Postgres broke"));
  const cut = () => {
    client.end().catch((error) => logger.debug({ error: errorText(error) }, "A session was already gone"));
    // The goodbye above goes out first where somebody reads it.
    setTimeout(() => socket.destroy(), 200).unref();
  };
  signal.addEventListener("abort", cut, { once: true });
  await client.connect();
  return client;
}

/** What Postgres said, as its log and psql say it: `FATAL: sorry, too many clients already`. Other errors as they are. */
export function postgresErrorText(error: unknown): string {
  const text = errorText(error);
  return error instanceof pg.DatabaseError && error.severity ? `${error.severity}: ${text}` : text;
}

/** The SQLSTATE of a refusal that came from the server itself, or null. */
export const sqlState = (error: unknown): string | null =>
  error instanceof pg.DatabaseError ? (error.code ?? null) : null;

/**
 * Runs `work` in a session of the agent's own role, closed afterwards. Each query has 5 seconds, the whole work 10. Rejects with the
 * server's own error.
 */
export async function withPostgres<T>(watched: Watched, work: (client: pg.Client) => Promise<T>): Promise<T> {
  return within(WORK_MS, `${watched.name} gave no complete answer within ${WORK_MS / 1000} s`, async (signal) => {
    const client = await openPostgres(watched.connection, signal);
    try {
      return await work(client);
    } finally {
      // Waited for: a session that is still leaving would be counted by whoever looks next.
      await client.end();
    }
  });
}
