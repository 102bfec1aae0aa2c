import type pg from "pg";
import { type Watched, withPostgres } from "@/lib/monitoring";
import type { Finding } from "../facts";
import { commandLine } from "./finding";
import { postgresActivity } from "./postgres-activity";
import { postgresBlocking } from "./postgres-blocking";
import type { PostgresCollector } from "./postgres-collector";
import { postgresSettings } from "./postgres-settings";
import { postgresTransactions } from "./postgres-transactions";
import { inSession } from "./session";

const collectors: PostgresCollector[] = [postgresActivity, postgresSettings, postgresBlocking, postgresTransactions];

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
    collectors.map(({ source, sql, read }) => ({
      source,
      command: commandLine([...psql(watched), "-c", sql]),
      read: async (client: pg.Client) => read((await client.query(sql)).rows),
    })),
    (work) => withPostgres(watched, work),
  );
