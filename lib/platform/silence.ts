import pg from "pg";
import { logger } from "./logger";

// A server that is frozen (a stopped process, a stalled disk, a network that swallows packets) breaks no connection: whoever asked it
// waits for ever, and its own statement_timeout does not run. A query that takes long is no proof, because some may. So a query that is
// silent for a while makes us knock at the server anew, and only when that too goes unanswered are the connections given up.

const SILENT_MS = 1_500;
const KNOCK_MS = 1_000;
/** Longer than any statement may take: then this one connection is broken, whatever the server says to others. */
const LONGEST_MS = 20_000;

const knocks = new Map<string, Promise<boolean>>();

/** Whether the server says anything at all to a newcomer; a refusal is an answer. Those who ask at the same time share one knock. */
function answers(connectionString: string): Promise<boolean> {
  let knock = knocks.get(connectionString);
  if (!knock) {
    knock = newKnock(connectionString).finally(() => knocks.delete(connectionString));
    knocks.set(connectionString, knock);
  }
  return knock;
}

async function newKnock(connectionString: string): Promise<boolean> {
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: KNOCK_MS,
    application_name: "nightshift knock",
  });
  // A connection that breaks later is of no interest.
  client.on("error", () => {});
  try {
    await client.connect();
    void client.end();
    return true;
  } catch (error) {
    return error instanceof pg.DatabaseError;
  }
}

/**
 * Ends this connection when a query on it is silent and so is the server: everything that waits on it is then rejected as when a
 * connection breaks, and a pool opens another instead. What had been sent may have been done all the same.
 */
export function giveUpInSilence(client: pg.Client, connectionString: string): void {
  let timer: NodeJS.Timeout | undefined;
  let since = 0;

  const look = async (): Promise<void> => {
    const asked = since;
    const isBroken = performance.now() - asked > LONGEST_MS || !(await answers(connectionString));
    // It answered meanwhile.
    if (since !== asked) return;
    if (!isBroken) {
      timer = setTimeout(look, SILENT_MS);
      return;
    }
    logger.warn(
      { silentMs: Math.round(performance.now() - asked) },
      "Postgres does not answer; a connection is given up",
    );
    since = 0;
    // Not `end`, which waits for the answers of what was sent. The pool forgets the connection when it gets it back.
    client.connection.stream.destroy();
  };

  const query = client.query.bind(client) as (...given: unknown[]) => unknown;
  client.query = ((...given: unknown[]) => {
    if (since === 0) {
      since = performance.now();
      timer = setTimeout(look, SILENT_MS);
    }
    return query(...given);
  }) as typeof client.query;
  const rest = () => {
    since = 0;
    clearTimeout(timer);
  };
  // Emitted whenever nothing is left to be answered.
  client.on("drain", rest);
  client.once("end", rest);
}
