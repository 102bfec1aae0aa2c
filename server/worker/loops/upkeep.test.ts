import { afterAll, expect, test, vi } from "vitest";
import { closeDatabase, pool, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { newOrganization } from "@/test/organization";
import { startLoop } from "../../loop";
import { upkeepLoops } from "./upkeep";

afterAll(closeDatabase);

const BACKLOG = 5_000;

test("a duty that fails keeps no other from its own, and a backlog is removed in parts", async () => {
  const { id } = await newOrganization();
  await pool().query(
    `INSERT INTO events (organization_id, type, subject_id, at)
     SELECT $1::uuid, 'incident.changed', $1::uuid, now() - interval '2 days' FROM generate_series(1, ${BACKLOG})`,
    [id],
  );
  const newest = newId();
  await pool().query("INSERT INTO events (organization_id, type, subject_id) VALUES ($1, 'incident.changed', $2)", [
    id,
    newest,
  ]);
  // The first duty cannot be done, and whoever removes everything at once is refused as a statement out of time would be.
  await pool().query("ALTER TABLE samples_default RENAME TO away");
  await pool().query(`CREATE FUNCTION refuse_many() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN IF (SELECT count(*) FROM gone) >= ${BACKLOG} THEN RAISE 'canceling statement due to statement timeout'; END IF; RETURN NULL; END $$`);
  await pool().query(`CREATE TRIGGER few AFTER DELETE ON events REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_many()`);

  const loops = upkeepLoops.map(startLoop);
  const told = () => prisma().$queryRaw`SELECT subject_id FROM events WHERE organization_id = ${id}::uuid`;
  await vi.waitFor(async () => expect(await told()).toEqual([{ subject_id: newest }]), 10_000);
  await Promise.all(loops.map((loop) => loop.stop()));
});
