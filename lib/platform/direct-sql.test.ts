import { afterAll, expect, test } from "vitest";
import { newOrganization } from "@/test/organization";
import { closeDatabase, inPassing, inTransaction, Prisma, prisma, type Tx } from "./db";
import { direct, onLine } from "./direct-sql";

afterAll(closeDatabase);

test("raw statements of a transaction answer as Prisma's would, and see what Prisma wrote in it", async () => {
  const { id } = await newOrganization();
  const at = new Date("2026-11-21T03:04:05.678Z");
  const asked = Prisma.sql`
    SELECT name, 9007199254740993::int8 AS big, 1.5::numeric AS exact, 2.5::float8 AS roughly, ${at}::timestamptz AS at,
      '2026-11-21 03:04:05'::timestamp AS local, '2026-11-21'::date AS day, '{"a": [1]}'::jsonb AS json, ARRAY['x', 'y'] AS texts,
      '\\x00ff'::bytea AS bytes, NULL::text AS nothing, ${["p", "q"]}::text[] AS given
    FROM organizations WHERE id = ${id}::uuid`;
  await inTransaction(async (tx) => {
    await tx.organization.update({ where: { id }, data: { name: "Changed" } });
    const [direct] = await tx.$queryRaw<Record<string, unknown>[]>(asked);
    expect(direct).toMatchObject({ name: "Changed", big: 9007199254740993n, at, given: ["p", "q"] });
    expect(await tx.$executeRaw`UPDATE organizations SET name = 'Again' WHERE id = ${id}::uuid`).toBe(1);
  });
  const [plain] = await prisma().$queryRaw<Record<string, unknown>[]>(asked);
  const [direct] = await inTransaction((tx) => tx.$queryRaw<Record<string, unknown>[]>(asked));
  const comparable = (row: Record<string, unknown> = {}) => ({ ...row, bytes: [...(row.bytes as Uint8Array)] });
  expect(plain?.name).toBe("Again");
  expect(comparable(direct)).toEqual(comparable(plain));
});

test("whoever asks after the end is refused, and does nothing in the transaction that has the connection by then", async () => {
  const { id } = await newOrganization();
  let kept: Tx | undefined;
  const failing = inTransaction(async (tx) => {
    kept = tx;
    await tx.$executeRaw`UPDATE organizations SET name = 'Never' WHERE id = ${id}::uuid`;
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  await inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT 1`;
    const late = Prisma.sql`UPDATE organizations SET name = 'Late' WHERE id = ${id}::uuid`;
    await expect(kept?.$executeRaw(late)).rejects.toThrow("over");
    expect(() => inPassing(kept as Tx, Promise.resolve())).toThrow("over");
  });
  expect(await prisma().organization.findUniqueOrThrow({ where: { id } })).toMatchObject({ name: "Test" });
});

test("a transaction that took too long while a statement ran does nothing on its own behind its end", async () => {
  const { id } = await newOrganization();
  const line = { client: null };
  let late: Promise<unknown> | undefined;
  const tooLong = onLine(line, () =>
    prisma().$transaction(
      async (plain) => {
        const tx = direct(plain, line);
        await tx.$queryRaw`SELECT pg_sleep(0.5)`;
        late = tx.$executeRaw`UPDATE organizations SET name = 'Alone' WHERE id = ${id}::uuid`;
        await late;
      },
      { timeout: 100 },
    ),
  );
  await expect(tooLong).rejects.toThrow();
  await expect(late).rejects.toThrow("This transaction is over");
  expect(await prisma().organization.findUniqueOrThrow({ where: { id } })).toMatchObject({ name: "Test" });
});

test("transactions side by side, and one within another, each have their own", async () => {
  const { id } = await newOrganization();
  const pidOf = async (tx: Tx) => (await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`)[0]?.pid;
  const pids = await Promise.all(
    Array.from({ length: 5 }, () =>
      inTransaction(async (tx) => {
        const own = await pidOf(tx);
        const inner = await inTransaction(pidOf);
        await tx.organization.findUniqueOrThrow({ where: { id } });
        expect(await pidOf(tx)).toBe(own);
        expect(inner).not.toBe(own);
        return own;
      }),
    ),
  );
  expect(new Set(pids).size).toBe(5);
});

test("what is done in passing is seen by what follows, and when it fails nothing is done and its own reason is told", async () => {
  const { id } = await newOrganization();
  const rename = (tx: Tx, name: string) =>
    inPassing(tx, tx.$executeRaw`UPDATE organizations SET name = ${name} WHERE id = ${id}::uuid`);
  const nameOf = () =>
    prisma()
      .organization.findUniqueOrThrow({ where: { id } })
      .then(({ name }) => name);
  await inTransaction(async (tx) => {
    for (let count = 0; count < 50; count++) rename(tx, `Name ${count}`);
    expect(await tx.organization.findUniqueOrThrow({ where: { id } })).toMatchObject({ name: "Name 49" });
    rename(tx, "Last");
  });
  expect(await nameOf()).toBe("Last");

  const failing = (after: (tx: Tx) => Promise<unknown>) =>
    inTransaction(async (tx) => {
      rename(tx, "Never");
      inPassing(tx, tx.$executeRaw`INSERT INTO organizations SELECT * FROM organizations WHERE id = ${id}::uuid`);
      return after(tx);
    });
  const duplicate = { message: expect.stringContaining("duplicate key") };
  await expect(failing(async () => "done")).rejects.toMatchObject(duplicate);
  await expect(failing((tx) => tx.$queryRaw`SELECT 1`)).rejects.toMatchObject(duplicate);
  await expect(failing((tx) => tx.organization.findUnique({ where: { id } }))).rejects.toMatchObject(duplicate);
  // The last thing of all, and one that cannot even be sent: no commit follows either.
  const circular: { self?: unknown } = {};
  circular.self = circular;
  const unsendable = inTransaction((tx) => {
    rename(tx, "Never");
    inPassing(tx, tx.$executeRaw`SELECT ${circular as unknown as string}`);
  });
  await expect(unsendable).rejects.toThrow("circular");
  expect(await nameOf()).toBe("Last");
  await inTransaction((tx) => rename(tx, "Still usable"));
  expect(await nameOf()).toBe("Still usable");
});
