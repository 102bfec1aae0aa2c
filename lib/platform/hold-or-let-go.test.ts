import { afterAll, expect, test } from "vitest";
import { newOrganization } from "@/test/organization";
import { closeDatabase, inTransaction, pool, type Tx } from "./db";
import { holdOrLetGo } from "./hold-or-let-go";

afterAll(closeDatabase);

/** Waits for the row of an organization that is called "Test", and finds that it is not called that any more. */
async function waitInVain(look: (tx: Tx, id: string) => Promise<unknown>) {
  const { id } = await newOrganization();
  const first = await pool().connect();
  await first.query("BEGIN");
  await first.query("UPDATE organizations SET name = 'Renamed' WHERE id = $1", [id]);
  let isFree = false;
  const waiting = inTransaction(async (tx) => {
    expect(await look(tx, id)).toBeUndefined();
    isFree = await pool()
      .query("SELECT 1 FROM organizations WHERE id = $1 FOR UPDATE NOWAIT", [id])
      .then(
        () => true,
        () => false,
      );
    await tx.$executeRaw`UPDATE organizations SET name = name || ' later' WHERE id = ${id}::uuid`;
  });
  await expect
    .poll(
      async () =>
        (
          await pool().query(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
          )
        ).rowCount,
    )
    .toBe(1);
  await first.query("COMMIT");
  first.release();
  await waiting;
  const { rows } = await pool().query("SELECT name FROM organizations WHERE id = $1", [id]);
  return { isFree, name: rows[0]?.name };
}

const lookFor = (tx: Tx, id: string) => () =>
  tx.$queryRaw<{ id: string }[]>`SELECT id FROM organizations WHERE id = ${id}::uuid AND name = 'Test' FOR UPDATE`;

test("a row that was waited for, and is not what was looked for any more, is let go at once; what follows is done all the same", async () => {
  // What Postgres does by itself, which is the reason for all this.
  expect(await waitInVain(async (tx, id) => (await lookFor(tx, id)())[0])).toMatchObject({ isFree: false });
  expect(await waitInVain((tx, id) => holdOrLetGo(tx, lookFor(tx, id)))).toEqual({
    isFree: true,
    name: "Renamed later",
  });
});

test("a row that is found stays locked", async () => {
  const { id } = await newOrganization();
  await inTransaction(async (tx) => {
    expect(await holdOrLetGo(tx, lookFor(tx, id))).toEqual({ id });
    const other = pool().query("SELECT 1 FROM organizations WHERE id = $1 FOR UPDATE NOWAIT", [id]);
    await expect(other).rejects.toThrow("could not obtain lock");
  });
});
