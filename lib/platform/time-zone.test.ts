import { afterAll, expect, test } from "vitest";
import { closeDatabase, pool, prisma } from "./db";
import { newId } from "./ids";

afterAll(closeDatabase);

test("a time is the same time in a database that lives in another zone", async () => {
  const { rows } = await pool().query<{ name: string }>("SELECT current_database() AS name");
  await pool().query(`ALTER DATABASE "${rows[0]?.name}" SET timezone TO 'Asia/Kathmandu'`);
  // New connections, as a new process would open them.
  await closeDatabase();
  const id = newId();
  const createdAt = new Date("2026-03-29T00:59:59.123Z");
  await prisma().organization.create({ data: { id, slug: id, name: "Elsewhere", createdAt } });
  const stored = await pool().query<{ created_at: Date }>("SELECT created_at FROM organizations WHERE id = $1", [id]);
  expect(stored.rows[0]?.created_at).toEqual(createdAt);
  expect((await prisma().organization.findUniqueOrThrow({ where: { id } })).createdAt).toEqual(createdAt);
});
