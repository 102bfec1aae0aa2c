import { z } from "zod";
import { type Watched, withPostgres } from "@/lib/monitoring";
import { ask, COLLECTOR_MS, commandLine } from "../collectors/finding";
import { psql, rowsOf } from "../collectors/postgres";
import { postgresActivity } from "../collectors/postgres-activity";
import { postgresBlocking } from "../collectors/postgres-blocking";
import type { PostgresCollector, Row } from "../collectors/postgres-collector";
import {
  postgresDatabases,
  postgresReplication,
  postgresSlots,
  postgresStatements,
  postgresTables,
  postgresWriting,
} from "../collectors/postgres-depth";
import { postgresSettings } from "../collectors/postgres-settings";
import { postgresTransactions } from "../collectors/postgres-transactions";
import { type Tool, tool } from "./tool";

/** A tool that asks a Postgres server one question. */
export const postgresTool = (name: string, says: string, collector: PostgresCollector): Tool =>
  tool({
    name,
    says,
    input: z.object({}),
    fits: ({ watched }) => watched?.kind === "postgres",
    look: ({ watched }) => asked(watched as Watched, collector),
  });

const asked = (watched: Watched, { source, sql, read }: PostgresCollector) =>
  ask(source, commandLine([...psql(watched), "-c", sql]), COLLECTOR_MS, async () => {
    let rows: Row[] | undefined;
    await withPostgres(watched, async (client) => {
      rows = await rowsOf(client, sql, watched);
    });
    if (!rows) throw new Error("The connection ended before the answer");
    return read(rows);
  });

export const postgresTools: readonly Tool[] = [
  postgresTool(
    "postgres_activity",
    "Sessions by role, application and state, with the longest of each.",
    postgresActivity,
  ),
  postgresTool("postgres_locks", "Who waits for whom: chains of blocked sessions and their heads.", postgresBlocking),
  postgresTool("postgres_transactions", "The oldest open transactions, with what they last ran.", postgresTransactions),
  postgresTool("postgres_settings", "Connection limits and timeouts.", postgresSettings),
  postgresTool(
    "postgres_memory_settings",
    "Memory, checkpoints, write-ahead log and autovacuum settings.",
    postgresWriting,
  ),
  postgresTool("postgres_tables", "The largest tables: size, live and dead rows, last vacuum, scans.", postgresTables),
  postgresTool(
    "postgres_databases",
    "Databases: size, commits, cache hits, deadlocks, temporary files, age.",
    postgresDatabases,
  ),
  postgresTool("postgres_replication", "Replicas and how far they are behind.", postgresReplication),
  postgresTool(
    "postgres_replication_slots",
    "Replication slots, which may hold back the write-ahead log.",
    postgresSlots,
  ),
  postgresTool(
    "postgres_statements",
    "The statements that took most time, when pg_stat_statements is there.",
    postgresStatements,
  ),
];
