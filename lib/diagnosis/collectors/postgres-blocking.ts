import { withoutLiterals } from "../excerpt";
import type { Known } from "../facts";
import { numberIn, oneLine, type PostgresCollector, type Row, table, textIn } from "./postgres-collector";

/**
 * Who waits for whom. `pg_blocking_pids` is asked once per waiting session, because each call locks the lock table for a moment.
 * https://www.postgresql.org/docs/current/functions-info.html
 */
export const postgresBlocking: PostgresCollector = {
  source: "postgres.blocking",
  sql: oneLine(`
    WITH waiting AS MATERIALIZED (
      SELECT pid, pg_blocking_pids(pid) AS blocked_by FROM pg_stat_activity
      WHERE wait_event_type = 'Lock' AND backend_type = 'client backend')
    SELECT a.pid, a.usename, a.application_name, a.state, w.blocked_by,
      coalesce(extract(epoch FROM clock_timestamp() - a.query_start), 0)::int AS query_s,
      coalesce(extract(epoch FROM clock_timestamp() - a.xact_start), 0)::int AS transaction_s,
      (SELECT string_agg(DISTINCT l.mode || ' on ' || l.relation::regclass, ', ') FROM pg_locks l
        WHERE l.pid = a.pid AND l.granted AND l.locktype = 'relation' AND l.mode <> 'AccessShareLock') AS holds,
      left(a.query, 300) AS query
    FROM pg_stat_activity a LEFT JOIN waiting w USING (pid)
    WHERE w.pid IS NOT NULL OR a.pid IN (SELECT unnest(blocked_by) FROM waiting)
    ORDER BY w.pid IS NOT NULL, transaction_s DESC, a.pid LIMIT 200`),
  read(rows) {
    return {
      text: table(rows.map((row) => ({ ...row, query: withoutLiterals(textIn(row, "query")) }))),
      facts: { postgresBlocking: blockingOf(rows) },
    };
  },
};

function blockingOf(rows: Row[]): Known["postgresBlocking"] {
  const waitsFor = new Map<number, number[]>();
  for (const row of rows)
    if (Array.isArray(row.blocked_by)) waitsFor.set(numberIn(row, "pid"), row.blocked_by.map(Number));
  const waiters = rows.filter((row) => waitsFor.has(numberIn(row, "pid")));

  // Everybody at the head of a queue is charged with all who wait behind, however long the chain.
  const blocks = new Map<number, number>();
  for (const waiter of waitsFor.keys()) {
    const seen = new Set<number>([waiter]);
    const heads = new Set<number>();
    const ahead = [...(waitsFor.get(waiter) ?? [])];
    for (let pid = ahead.pop(); pid !== undefined; pid = ahead.pop()) {
      if (seen.has(pid)) continue;
      seen.add(pid);
      const next = waitsFor.get(pid);
      if (next) ahead.push(...next);
      else heads.add(pid);
    }
    for (const head of heads) blocks.set(head, (blocks.get(head) ?? 0) + 1);
  }
  return {
    waiting: waiters.length,
    longestWaitS: Math.max(0, ...waiters.map((row) => numberIn(row, "query_s"))),
    blockers: [...blocks]
      .map(([pid, blocked]) => {
        const row = rows.find((candidate) => numberIn(candidate, "pid") === pid) ?? {};
        return {
          pid,
          role: textIn(row, "usename"),
          application: textIn(row, "application_name"),
          state: textIn(row, "state"),
          transactionS: numberIn(row, "transaction_s"),
          blocks: blocked,
        };
      })
      .sort((a, b) => b.blocks - a.blocks || b.transactionS - a.transactionS),
  };
}
