import type pg from "pg";
import { clock } from "@/lib/platform/clock";
import { pool } from "@/lib/platform/db";
import { forgetBefore } from "@/lib/platform/forget-before";
import { logger } from "@/lib/platform/logger";

const DAY_MS = 86_400_000;
const DAYS_AHEAD = 2;
const KEPT_DAYS = 7;
const KEPT_MINUTES_DAYS = 30;
const EVERY_MS = 600_000;

/** A UTC day as `2026-11-20`. */
const dayOf = (time: Date | number): string => new Date(time).toISOString().slice(0, 10);
const nameOf = (day: string): string => `samples_${day.replaceAll("-", "")}`;

/**
 * Keeps the table of samples in shape: a partition for today, the next two days and every day that has samples in the default partition
 * (they move), none for days older than a week; minute averages are kept for 30 days. Safe to run anywhere at any time; of several
 * that run at once, one works. Call it again after `againInMs`.
 */
export async function maintainSamples(): Promise<{ againInMs: number }> {
  const client = await pool().connect();
  try {
    const { rows } = await client.query<{ mine: boolean }>(
      "SELECT pg_try_advisory_lock(hashtext('nightshift samples')) AS mine",
    );
    if (rows[0]?.mine) {
      try {
        await maintain(client);
      } finally {
        await client.query("SELECT pg_advisory_unlock(hashtext('nightshift samples'))");
      }
    }
  } finally {
    client.release();
  }
  return { againInMs: EVERY_MS };
}

async function maintain(client: pg.PoolClient): Promise<void> {
  const now = clock.now().getTime();
  const oldest = dayOf(now - KEPT_DAYS * DAY_MS);
  await client.query("DELETE FROM samples_default WHERE at < $1", [`${oldest}T00:00:00Z`]);
  const { rows: strays } = await client.query<{ day: string }>(
    "SELECT DISTINCT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day FROM samples_default",
  );
  const wanted = new Set(strays.map((row) => row.day));
  for (let ahead = 0; ahead <= DAYS_AHEAD; ahead++) wanted.add(dayOf(now + ahead * DAY_MS));

  const { rows: partitions } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
     WHERE inhparent = 'samples'::regclass AND relname ~ '^samples_[0-9]{8}$'`,
  );
  const existing = new Set(partitions.map(({ name }) => name));
  for (const day of wanted) if (!existing.has(nameOf(day))) await addPartition(client, day);
  for (const name of existing) if (name < nameOf(oldest)) await inShortLocks(client, [`DROP TABLE "${name}"`]);
  const before = new Date(now - KEPT_MINUTES_DAYS * DAY_MS);
  await forgetBefore({ table: "sample_minutes", column: "minute", before });
}

/**
 * Makes a day's partition and moves the day's samples from the default partition into it. Postgres refuses to attach a partition whose
 * rows lie in the default one, so the move comes first, behind a lock that keeps new ones out.
 * https://www.postgresql.org/docs/current/sql-altertable.html (ATTACH PARTITION)
 */
async function addPartition(client: pg.PoolClient, day: string): Promise<void> {
  // The name and the bounds are made of digits and dashes of a date, here and nowhere else.
  const name = nameOf(day);
  const from = `${day}T00:00:00Z`;
  const until = `${dayOf(Date.parse(from) + DAY_MS)}T00:00:00Z`;
  const range = `at >= '${from}' AND at < '${until}'`;
  await inShortLocks(client, [
    // The parent too: an insert that had chosen the default partition before would come through after, into the wrong one.
    "LOCK TABLE samples IN SHARE ROW EXCLUSIVE MODE",
    "LOCK TABLE samples_default IN ACCESS EXCLUSIVE MODE",
    `CREATE TABLE "${name}" (LIKE samples INCLUDING DEFAULTS)`,
    `WITH moved AS (DELETE FROM samples_default WHERE ${range} RETURNING *) INSERT INTO "${name}" SELECT * FROM moved`,
    `ALTER TABLE samples ATTACH PARTITION "${name}" FOR VALUES FROM ('${from}') TO ('${until}')`,
  ]);
  logger.debug({ partition: name }, "A day's partition for samples was made");
}

/** One transaction that gives up after 5 seconds of waiting for a lock: whoever records samples must not queue behind it. */
async function inShortLocks(client: pg.PoolClient, statements: string[]): Promise<void> {
  await client.query("BEGIN; SET LOCAL lock_timeout = '5s'");
  try {
    for (const statement of statements) await client.query(statement);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  }
}
