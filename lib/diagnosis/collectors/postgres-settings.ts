import { oneLine, type PostgresCollector, table, textIn } from "./postgres-collector";

// `source` is `client` for what this session itself has set: that says nothing about the server.
export const postgresSettings: PostgresCollector = {
  source: "postgres.settings",
  sql: oneLine(`
    SELECT name, setting, unit, source FROM pg_settings
    WHERE name IN ('max_connections', 'superuser_reserved_connections', 'reserved_connections', 'lock_timeout',
      'idle_in_transaction_session_timeout', 'idle_session_timeout', 'deadlock_timeout') ORDER BY name`),
  read(rows) {
    const number = (name: string): number | null => {
      const row = rows.find((candidate) => candidate.name === name);
      return row && textIn(row, "source") !== "client" ? Number(row.setting) : null;
    };
    const maxConnections = number("max_connections");
    if (maxConnections === null) return { text: table(rows), facts: {} };
    return {
      text: table(rows),
      facts: {
        postgresSettings: {
          maxConnections,
          // `reserved_connections` exists since Postgres 16.
          reserved: (number("superuser_reserved_connections") ?? 0) + (number("reserved_connections") ?? 0),
          lockTimeoutMs: number("lock_timeout"),
          idleInTransactionTimeoutMs: number("idle_in_transaction_session_timeout"),
        },
      },
    };
  },
};
