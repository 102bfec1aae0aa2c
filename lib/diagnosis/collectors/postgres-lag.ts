import { numberIn, oneLine, type PostgresCollector, table } from "./postgres-collector";

/** How far replicas are behind, this server among them when it is one, and how much log is kept for slots that nobody reads. */
export const postgresLag: PostgresCollector = {
  source: "postgres.lag",
  sql: oneLine(`
    SELECT pg_is_in_recovery() AS is_replica,
      (SELECT count(*)::int FROM pg_stat_replication) AS replicas,
      (SELECT max(extract(epoch FROM replay_lag))::int FROM pg_stat_replication) AS lag_s,
      CASE WHEN NOT pg_is_in_recovery() THEN
        (SELECT max(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)) FROM pg_stat_replication)::float8 END AS behind_bytes,
      CASE WHEN NOT pg_is_in_recovery() THEN
        (SELECT max(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)) FROM pg_replication_slots WHERE NOT active)::float8
        END AS kept_bytes,
      CASE WHEN pg_is_in_recovery() AND pg_last_wal_receive_lsn() IS DISTINCT FROM pg_last_wal_replay_lsn() THEN
        extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::int END AS replica_lag_s`),
  read(rows) {
    const [row] = rows;
    if (!row) return { text: table(rows), facts: {} };
    return {
      text: table(rows),
      facts: {
        postgresLag: {
          isReplica: row.is_replica === true,
          replicas: numberIn(row, "replicas"),
          lagS: Math.max(numberIn(row, "lag_s"), numberIn(row, "replica_lag_s")),
          behindBytes: numberIn(row, "behind_bytes"),
          keptBytes: numberIn(row, "kept_bytes"),
        },
      },
    };
  },
};
