import type pg from "pg";
import { secretsOfWatched, type Watched, withPostgres } from "@/lib/monitoring";
import { withoutSecretsDeep } from "@/lib/platform/redact";
import type { Finding } from "../facts";
import { commandLine } from "./finding";
import { postgresActivity } from "./postgres-activity";
import { postgresBlocking } from "./postgres-blocking";
import { postgresCheckpoints } from "./postgres-checkpoints";
import type { PostgresCollector, Row } from "./postgres-collector";
import { postgresDeadRows } from "./postgres-dead-rows";
import { postgresLag } from "./postgres-lag";
import { postgresSettings } from "./postgres-settings";
import { postgresTransactions } from "./postgres-transactions";
import { inSession } from "./session";

// What tells most comes first, in case the time runs out.
export const postgresCollectors: readonly PostgresCollector[] = [
  postgresActivity,
  postgresSettings,
  postgresBlocking,
  postgresTransactions,
  postgresLag,
  postgresDeadRows,
  postgresCheckpoints,
];

/** The words before `-c`, as psql takes them. The password is never among them. */
export const psql = ({ connection: { host, port, username, database } }: Watched): string[] => [
  "psql",
  "-h",
  host,
  "-p",
  String(port),
  ...(username ? ["-U", username] : []),
  ...(database ? ["-d", database] : []),
];

/** Everything a Postgres server tells about its sessions, asked over one connection in at most `ms`. */
export const collectFromPostgres = (watched: Watched, ms: number): Promise<Finding[]> =>
  inSession(
    { source: "postgres.session", command: commandLine(psql(watched)), ms },
    postgresCollectors.map(({ source, sql, older, read }) => {
      const command = (asked: string) => commandLine([...psql(watched), "-c", asked]);
      return {
        source,
        command: command(sql),
        async read(client: pg.Client) {
          const fitting = older && (await versionOf(client)) < older.below ? older.sql : sql;
          return { command: command(fitting), ...read(await rowsOf(client, fitting, watched)) };
        },
      };
    }),
    (work) => withPostgres(watched, work),
  );

/** What a server answers to a query, without its own secrets: before anything is cut from it. */
export async function rowsOf(client: pg.Client, sql: string, watched: Watched): Promise<Row[]> {
  const { rows } = await client.query<Row>(sql);
  return withoutSecretsDeep(rows, secretsOfWatched(watched));
}

/** Such as 150004 for 15.4. */
async function versionOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query("SHOW server_version_num");
  return Number(rows[0]?.server_version_num);
}
