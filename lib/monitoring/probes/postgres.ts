import type pg from "pg";
import { UNHEALTHY_BELOW } from "../contract";
import { openPostgres, postgresErrorText, sqlState } from "../postgres-connection";
import type { Connection, Watched } from "../watched";
import { healthOf, type ProbeKind, type Reading } from "./kind";

const QUERY_MS = 2_000;

// https://www.postgresql.org/docs/current/errcodes-appendix.html: 53300 too_many_connections; class 28 and 3D000 refuse who or where.
const TOO_MANY = "53300";
const TOO_MANY_WORDS = /too many (clients|connections)|connection slots are reserved/;
// A missing password is found out by pg itself, in the middle of the SASL exchange, before the server can refuse it. Names have 63 bytes,
// and whatever stands at the address may say as many words as it likes.
const LOGIN_REFUSED =
  /authentication failed|^SASL: |empty password returned by client|no pg_hba\.conf entry|role ".{0,255}" does not exist|database ".{0,255}" does not exist|permission denied for database/;

const LOOK = `
  SELECT count(*)::int AS connections,
         current_setting('max_connections')::int AS max_connections,
         current_setting('superuser_reserved_connections')::int
           + coalesce(current_setting('reserved_connections', true)::int, 0) AS reserved_connections,
         count(*) FILTER (WHERE state = 'active')::int AS active,
         count(*) FILTER (WHERE state = 'idle')::int AS idle,
         count(*) FILTER (WHERE state LIKE 'idle in transaction%')::int AS idle_in_transaction,
         count(*) FILTER (WHERE wait_event_type = 'Lock')::int AS waiting_on_locks,
         coalesce(round(extract(epoch FROM max(clock_timestamp() - xact_start))::numeric, 1), 0)::float8 AS longest_transaction_s,
         coalesce(round(extract(epoch FROM max(clock_timestamp() - query_start) FILTER (WHERE wait_event_type = 'Lock'))::numeric, 1), 0)::float8
           AS longest_lock_wait_s,
         current_setting('server_version') AS version
  FROM pg_stat_activity
  WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`;

type Look = Record<"connections" | "max_connections" | "reserved_connections" | "waiting_on_locks", number> &
  Reading["metrics"];

export const postgresProbe: ProbeKind = {
  async read(watched, signal) {
    const client = await openPostgres(watched.connection, signal, QUERY_MS);
    const { rows } = await client.query<Look>(LOOK);
    const look = rows[0];
    if (!look) throw new Error("pg_stat_activity gave no answer");
    await client.end();
    const health = healthOf(look.connections, look.max_connections);
    const refusal = health < UNHEALTHY_BELOW ? await refusedConnection(watched, look, signal) : null;
    return { health, metrics: { ...look }, error: null, errorLines: refusal ? [refusal] : [] };
  },
  errorText: postgresErrorText,
  causeOf({ error, metrics }) {
    if (error !== null) {
      if (TOO_MANY_WORDS.test(error)) return "connections";
      return LOGIN_REFUSED.test(error) ? "unhealthy" : "down";
    }
    // Sessions that wait for a lock are the pile, and its size fills the server: the lock is what to look at.
    const { waiting_on_locks: waiting = 0, connections = 0 } = metrics;
    return Number(waiting) > 0 && Number(waiting) * 2 >= Number(connections) ? "locks" : "connections";
  },
  // The agent's role gets in when applications do not, so an answer does not mean that connections are free again.
  overOnceItAnswers: ["down", "unhealthy"],
};

/**
 * What an application is told that connects right now, or null. Tried only when no ordinary slot is free, so that the probe's own
 * connections cannot be what makes the server refuse, and only with an ordinary role's credentials: nothing is concluded from counts.
 */
async function refusedConnection(watched: Watched, look: Look, signal: AbortSignal): Promise<string | null> {
  const { application } = watched.connection;
  if (!application || look.connections < look.max_connections - look.reserved_connections) return null;
  const connection: Connection = { ...watched.connection, ...application };
  let client: pg.Client | undefined;
  try {
    client = await openPostgres(connection, signal, QUERY_MS);
    return null;
  } catch (error) {
    return sqlState(error) === TOO_MANY ? postgresErrorText(error) : null;
  } finally {
    await client?.end();
  }
}
