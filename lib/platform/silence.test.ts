import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type OwnPostgres, startOwnDatabase } from "@/test/own-postgres";
import { isDatabaseDown, untilDatabaseAnswers } from "./database-down";
import { closeDatabase, inTransaction, pool, prisma } from "./db";
import { freezePostgres } from "./frozen-postgres.fixture";
import { newId } from "./ids";

// A Postgres of this file's own, whose processes are stopped where they are and let go again.
let own: OwnPostgres;
let thaw = () => {};
const freeze = () => {
  thaw = freezePostgres(own.cluster.dataDir);
};

beforeAll(async () => {
  own = await startOwnDatabase();
});
afterEach(() => thaw());
afterAll(async () => {
  await closeDatabase();
  await own.remove();
});

const PROMPT_MS = 3_500;

async function failureOf(work: () => Promise<unknown>): Promise<{ error: unknown; tookMs: number }> {
  const since = performance.now();
  const error = await work().then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return { error, tookMs: performance.now() - since };
}

const add = (id: string) => ({ data: { id, slug: id, name: "Frozen" } });
const count = (id: string) => prisma().organization.count({ where: { id } });

test("whatever is asked of a frozen Postgres fails soon, as when it is away, and works again once it goes on", async () => {
  await Promise.all([pool().query("SELECT 1"), prisma().organization.count()]);
  freeze();
  const asked = [
    // More than there are connections, so that some wait for one.
    ...Array.from({ length: 20 }, () => () => pool().query("SELECT 1")),
    () => prisma().organization.count(),
    () => inTransaction((tx) => tx.organization.create(add(newId()))),
  ];
  for (const { error, tookMs } of await Promise.all(asked.map(failureOf))) {
    expect(isDatabaseDown(error), String(error)).toBe(true);
    expect(tookMs).toBeLessThan(PROMPT_MS);
  }
  // Over a new connection too.
  const again = await failureOf(() => pool().query("SELECT 1"));
  expect(isDatabaseDown(again.error), String(again.error)).toBe(true);
  expect(again.tookMs).toBeLessThan(PROMPT_MS);

  thaw();
  const id = newId();
  await inTransaction((tx) => tx.organization.create(add(id)));
  expect(await count(id)).toBe(1);
});

test("a commit whose answer was lost is said to be one, and repeating it as the worker does changes nothing twice", async () => {
  const [once, repeated] = [newId(), newId()];
  const { error, tookMs } = await failureOf(() =>
    inTransaction(async (tx) => {
      await tx.organization.create(add(once));
      freeze();
    }),
  );
  expect(error).toMatchObject({ code: "unavailable", message: expect.stringContaining("may have been done") });
  expect(isDatabaseDown(error)).toBe(true);
  expect(tookMs).toBeLessThan(PROMPT_MS);
  thaw();
  // It had been sent, so it was done.
  await expect.poll(() => count(once)).toBe(1);

  let tries = 0;
  const bump = (to: number) => ({ where: { id: once, lastIncidentNumber: to - 1 }, data: { lastIncidentNumber: to } });
  const working = untilDatabaseAnswers(() =>
    inTransaction(async (tx) => {
      tries++;
      const { count: changed } = await tx.organization.updateMany(bump(1));
      if (changed === 1) await tx.organization.create(add(repeated));
      if (tries === 1) freeze();
    }),
  );
  await expect.poll(() => tries, { timeout: 10_000 }).toBe(1);
  setTimeout(() => thaw(), 4_000);
  await working;
  expect(await prisma().organization.findUnique({ where: { id: once } })).toMatchObject({ lastIncidentNumber: 1 });
  expect(await count(repeated)).toBe(1);
});

test("a query that merely takes long is waited for, whatever the clock says", async () => {
  const { rows } = await pool().query("SELECT pg_sleep(4)::text, 1 AS one");
  expect(rows).toMatchObject([{ one: 1 }]);
});
