import { clock } from "./clock";
import { errorText } from "./errors";
import { logger } from "./logger";

// SQLSTATE classes of a connection that failed (08), a server that shuts down or starts up (57P01–57P03) and too many connections (53300).
const GONE_STATES = /^(08|57P0[123]|53300)/;
const GONE_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ETIMEDOUT",
  "EPIPE",
  "ENOTFOUND",
  "EHOSTUNREACH",
  "P1001",
  "P1002",
  "P1008",
  "P1017",
  "P2024",
]);
const GONE_WORDS =
  /Connection terminated|connection timeout|timeout exceeded when trying to connect|Can't reach database server|server closed the connection|Client has encountered a connection error|Unable to start a transaction|Transaction already closed|the database system is/i;

/** Whether an error means that Postgres is not there right now, so that the same call may succeed later. */
export function isDatabaseGone(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === "string" && (GONE_CODES.has(code) || GONE_STATES.test(code))) return true;
  if (GONE_WORDS.test(error.message)) return true;
  if (error instanceof AggregateError) return error.errors.some(isDatabaseGone);
  return error.cause !== undefined && isDatabaseGone(error.cause);
}

/**
 * Repeats `work` while Postgres is not there, for as long as it takes; any other error is thrown. `work` must be safe to repeat: its
 * transaction may have committed although the answer was lost.
 */
export async function untilDatabaseAnswers<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let waitMs = 50; ; waitMs = Math.min(waitMs * 2, 1_000)) {
    try {
      return await work();
    } catch (error) {
      if (!isDatabaseGone(error)) throw error;
      logger.warn({ error: errorText(error) }, "Postgres is not there; trying again");
      await clock.sleep(waitMs, signal);
    }
  }
}
