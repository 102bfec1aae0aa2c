import { numberIn, oneLine, type PostgresCollector, table } from "./postgres-collector";

const since =
  "extract(epoch FROM clock_timestamp() - stats_reset)::int AS since_s, current_setting('max_wal_size') AS max_wal_size";

/** Checkpoints by what brought them on: the time, or too much written. https://www.postgresql.org/docs/current/monitoring-stats.html */
export const postgresCheckpoints: PostgresCollector = {
  source: "postgres.checkpoints",
  sql: oneLine(
    `SELECT num_timed::float8 AS timed, num_requested::float8 AS requested, ${since} FROM pg_stat_checkpointer`,
  ),
  older: {
    below: 170_000,
    sql: oneLine(
      `SELECT checkpoints_timed::float8 AS timed, checkpoints_req::float8 AS requested, ${since} FROM pg_stat_bgwriter`,
    ),
  },
  read(rows) {
    const [row] = rows;
    if (!row) return { text: table(rows), facts: {} };
    return {
      text: table(rows),
      facts: {
        postgresCheckpoints: {
          timed: numberIn(row, "timed"),
          requested: numberIn(row, "requested"),
          sinceS: numberIn(row, "since_s"),
        },
      },
    };
  },
};
