import { numberIn, oneLine, type PostgresCollector, table, textIn } from "./postgres-collector";

/** Who is connected, by role, application and state. The window sums count groups beyond the limit too. */
export const postgresActivity: PostgresCollector = {
  source: "postgres.activity",
  sql: oneLine(`
    SELECT usename, application_name, coalesce(state, 'unknown') AS state, count(*)::int AS sessions,
      (count(*) FILTER (WHERE wait_event_type = 'Lock'))::int AS waiting_on_locks,
      coalesce(max(extract(epoch FROM clock_timestamp() - state_change)), 0)::int AS longest_s,
      (sum(count(*)) OVER ())::int AS all_sessions,
      (sum(count(*) FILTER (WHERE wait_event_type = 'Lock')) OVER ())::int AS all_waiting,
      (sum(count(*) FILTER (WHERE state = 'idle')) OVER ())::int AS all_idle,
      (sum(count(*) FILTER (WHERE state LIKE 'idle in transaction%')) OVER ())::int AS all_idle_in_transaction
    FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
    GROUP BY 1, 2, 3 ORDER BY sessions DESC, 1, 2, 3 LIMIT 40`),
  read(rows) {
    const all = rows[0] ?? {};
    return {
      text: table(rows),
      facts: {
        postgresActivity: {
          sessions: numberIn(all, "all_sessions"),
          waitingOnLocks: numberIn(all, "all_waiting"),
          idle: numberIn(all, "all_idle"),
          idleInTransaction: numberIn(all, "all_idle_in_transaction"),
          groups: rows.map((row) => ({
            role: textIn(row, "usename"),
            application: textIn(row, "application_name"),
            state: textIn(row, "state"),
            count: numberIn(row, "sessions"),
            longestS: numberIn(row, "longest_s"),
          })),
        },
      },
    };
  },
};
