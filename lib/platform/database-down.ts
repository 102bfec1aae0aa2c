import { clock } from "./clock";
import { errorText } from "./errors";
import { logger } from "./logger";

// Prisma: cannot reach, timed out, closed, no connection free, no transaction started. https://www.prisma.io/docs/orm/reference/error-reference
const PRISMA = /^P(1001|1002|1008|1011|1017|2024|2028|2037)$/;
// Deadlocks and lost serializations: nothing was changed, and the next try goes through.
const PRISMA_RACE = "P2034";
// Postgres SQLSTATEs: connection exceptions, out of connections, shutting down or starting up, deadlock, serialization.
// https://www.postgresql.org/docs/current/errcodes-appendix.html
const SQLSTATE = /^(08...|53300|57P0[1-3]|40P01|40001)$/;
const SOCKET = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;
// What pg and its pool throw without a code.
const WORDS =
  /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error/i;
// The kinds that Prisma's driver adapters give to the same failures.
const ADAPTER =
  /^(DatabaseNotReachable|ConnectionClosed|SocketTimeout|TooManyConnections|TlsConnectionError|TransactionWriteConflict)$/;

/** Whether something was thrown because Postgres cannot be used right now, so that the same call may go through later. */
export function isDatabaseDown(thrown: unknown, depth = 0): boolean {
  if (!thrown || typeof thrown !== "object" || depth > 5) return false;
  const { code, kind, originalCode, message, cause, meta, errors } = thrown as Record<string, unknown>;
  const codes = [code, originalCode].filter((value) => typeof value === "string");
  if (codes.some((value) => value === PRISMA_RACE || PRISMA.test(value) || SQLSTATE.test(value) || SOCKET.test(value)))
    return true;
  if (typeof kind === "string" && ADAPTER.test(kind)) return true;
  if (typeof message === "string" && WORDS.test(message)) return true;
  if ((thrown as Error).name === "PrismaClientInitializationError") return true;
  return [cause, meta, (meta as Record<string, unknown> | undefined)?.driverAdapterError, ...asList(errors)].some(
    (inner) => isDatabaseDown(inner, depth + 1),
  );
}

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/**
 * Repeats `work` while Postgres is not there, for as long as it takes; any other error is thrown. `work` must be safe to repeat: its
 * transaction may have committed although the answer was lost.
 */
export async function untilDatabaseAnswers<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let waitMs = 50; ; waitMs = Math.min(waitMs * 2, 1_000)) {
    try {
      return await work();
    } catch (error) {
      if (!isDatabaseDown(error)) throw error;
      logger.warn({ error: errorText(error) }, "Postgres is not there; trying again");
      await clock.sleep(waitMs, signal);
    }
  }
}
