import { withoutLiterals } from "../excerpt";
import { numberIn, oneLine, type PostgresCollector, table, textIn } from "./postgres-collector";

/** The oldest open transactions: what holds locks and keeps vacuum from cleaning up. */
export const postgresTransactions: PostgresCollector = {
  source: "postgres.transactions",
  sql: oneLine(`
    SELECT pid, usename, application_name, state,
      extract(epoch FROM clock_timestamp() - xact_start)::int AS transaction_s, left(query, 300) AS query
    FROM pg_stat_activity
    WHERE backend_type = 'client backend' AND xact_start IS NOT NULL AND pid <> pg_backend_pid()
    ORDER BY xact_start LIMIT 10`),
  read(rows) {
    const [oldest] = rows;
    return {
      text: table(rows.map((row) => ({ ...row, query: withoutLiterals(textIn(row, "query")) }))),
      facts: {
        postgresTransactions: {
          oldest: oldest
            ? {
                pid: numberIn(oldest, "pid"),
                role: textIn(oldest, "usename"),
                application: textIn(oldest, "application_name"),
                isIdle: textIn(oldest, "state").startsWith("idle in transaction"),
                ageS: numberIn(oldest, "transaction_s"),
              }
            : null,
        },
      },
    };
  },
};
