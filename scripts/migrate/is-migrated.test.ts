import { randomBytes } from "node:crypto";
import pg from "pg";
import { expect, test } from "vitest";
import { createDatabase, newDatabase } from "@/test/own-database";
import { isMigrated } from "./is-migrated";
import { migrate } from "./migrate";

async function change(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql);
  await client.end();
}

test("a database that another address names is looked at itself, whatever was migrated before", async () => {
  const empty = await createDatabase(`test_${randomBytes(6).toString("hex")}`, "template1");
  expect(await isMigrated(empty)).toBe(false);
  await migrate(empty);
  expect(await isMigrated(empty)).toBe(true);
});

test.each([
  ["a migration is missing", "DELETE FROM _prisma_migrations"],
  ["a migration is not the one of this checkout", "UPDATE _prisma_migrations SET checksum = 'other'"],
  ["a migration broke off", "UPDATE _prisma_migrations SET finished_at = NULL"],
  ["the tables of the task queue are older", "DELETE FROM graphile_worker.migrations WHERE id > 10"],
  ["the task queue is missing", "DROP SCHEMA graphile_worker CASCADE"],
])("nothing is skipped when %s", async (_, sql) => {
  const url = await newDatabase();
  expect(await isMigrated(url)).toBe(true);
  await change(url, sql);
  expect(await isMigrated(url)).toBe(false);
});
