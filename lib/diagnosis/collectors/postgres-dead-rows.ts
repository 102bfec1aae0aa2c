import { numberIn, oneLine, type PostgresCollector, table, textIn } from "./postgres-collector";

/** Where dead rows pile up in this database, by the server's own statistics. */
export const postgresDeadRows: PostgresCollector = {
  source: "postgres.dead-rows",
  sql: oneLine(`
    SELECT schemaname, relname, n_live_tup::float8 AS live, n_dead_tup::float8 AS dead,
      extract(epoch FROM clock_timestamp() - greatest(last_vacuum, last_autovacuum))::int AS vacuumed_s_ago,
      current_setting('autovacuum') AS autovacuum
    FROM pg_stat_user_tables ORDER BY n_dead_tup DESC, relname LIMIT 5`),
  read(rows) {
    const [worst] = rows;
    return {
      text: table(rows),
      facts: {
        postgresDeadRows: {
          worst: worst
            ? {
                table: textIn(worst, "relname"),
                live: numberIn(worst, "live"),
                dead: numberIn(worst, "dead"),
                vacuumedSAgo: worst.vacuumed_s_ago == null ? null : numberIn(worst, "vacuumed_s_ago"),
              }
            : null,
          isAutovacuumOn: worst ? worst.autovacuum !== "off" : true,
        },
      },
    };
  },
};
