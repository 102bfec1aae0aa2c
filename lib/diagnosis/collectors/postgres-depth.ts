import { withoutLiterals } from "../excerpt";
import { oneLine, type PostgresCollector, table, textIn } from "./postgres-collector";

// Questions that are asked when somebody wants to know, not with every diagnosis.

const plain = (source: string, sql: string): PostgresCollector => ({
  source,
  sql: oneLine(sql),
  read: (rows) => ({ text: table(rows), facts: {} }),
});

export const postgresTables = plain(
  "postgres.tables",
  `SELECT n.nspname AS schema, c.relname AS name, pg_size_pretty(pg_total_relation_size(c.oid)) AS total,
      pg_size_pretty(pg_relation_size(c.oid)) AS heap, s.n_live_tup AS live, s.n_dead_tup AS dead,
      s.last_autovacuum, s.last_autoanalyze, s.seq_scan, s.idx_scan
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
    WHERE c.relkind IN ('r', 'm', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    ORDER BY pg_total_relation_size(c.oid) DESC LIMIT 25`,
);

export const postgresDatabases = plain(
  "postgres.databases",
  `SELECT d.datname AS name, pg_size_pretty(pg_database_size(d.oid)) AS size, s.numbackends AS sessions, s.xact_commit, s.xact_rollback,
      s.blks_hit, s.blks_read, s.deadlocks, s.temp_files, pg_size_pretty(s.temp_bytes) AS temp, s.conflicts, age(d.datfrozenxid) AS xid_age
    FROM pg_database d LEFT JOIN pg_stat_database s ON s.datid = d.oid WHERE d.datallowconn ORDER BY pg_database_size(d.oid) DESC LIMIT 25`,
);

export const postgresReplication = plain(
  "postgres.replication",
  `SELECT application_name, client_addr, state, sync_state, pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn) AS behind_bytes,
      extract(epoch FROM replay_lag)::int AS replay_lag_s FROM pg_stat_replication WHERE NOT pg_is_in_recovery()`,
);

export const postgresSlots = plain(
  "postgres.replication-slots",
  `SELECT slot_name, slot_type, active, wal_status, restart_lsn FROM pg_replication_slots`,
);

export const postgresWriting = plain(
  "postgres.writing",
  `SELECT name, setting, unit FROM pg_settings
    WHERE name IN ('checkpoint_timeout', 'max_wal_size', 'shared_buffers', 'work_mem', 'maintenance_work_mem', 'wal_level',
      'synchronous_commit', 'autovacuum', 'autovacuum_max_workers') ORDER BY name`,
);

/** The statements that took most time, when the extension is there; their literals are placeholders already, and what is left is hidden. */
export const postgresStatements: PostgresCollector = {
  source: "postgres.statements",
  sql: oneLine(`SELECT calls, round(total_exec_time)::bigint AS total_ms, round(mean_exec_time::numeric, 1) AS mean_ms,
      rows, left(query, 300) AS query FROM pg_stat_statements ORDER BY total_exec_time DESC LIMIT 15`),
  read: (rows) => ({
    text: table(rows.map((row) => ({ ...row, query: withoutLiterals(textIn(row, "query")) }))),
    facts: {},
  }),
};
