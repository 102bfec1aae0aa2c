import { afterAll, expect, test, vi } from "vitest";
import { closeDatabase, inPassing, inTransaction, pool } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { newOrganization } from "@/test/organization";
import { enqueue, type Listener, listen, publish } from ".";
import type { DomainEvent, EventType } from "./contract";
import { readNote } from "./note";

afterAll(closeDatabase);

/** Listens to one organization; resolves once it does. */
async function listening(organizationId: string) {
  const heard: DomainEvent[] = [];
  const wakes: (readonly EventType[] | null)[] = [];
  let listener: Listener | undefined;
  await new Promise<void>((ready) => {
    listener = listen({
      onEvents: async (events) => {
        heard.push(...events.filter((event) => event.organizationId === organizationId));
      },
      onWake: (types) => wakes.push(types),
      onReconnect: ready,
    });
  });
  return { heard, wakes, subjects: () => heard.map(({ subjectId }) => subjectId), close: () => listener?.close() };
}

test("an event is heard once when its transaction commits, and never when it rolls back", async () => {
  const { id: organizationId } = await newOrganization();
  const listener = await listening(organizationId);

  const [kept, lost] = [newId(), newId()];
  await inTransaction((tx) => publish(tx, organizationId, "incident.changed", kept));
  await inTransaction(async (tx) => {
    publish(tx, organizationId, "incident.changed", lost);
    throw new Error("rolled back");
  }).catch(() => {});
  const last = newId();
  await inTransaction((tx) => publish(tx, organizationId, "incident.changed", last));

  await vi.waitFor(() => expect(listener.subjects()).toContain(last));
  await listener.close();
  expect(listener.subjects()).toEqual([kept, last]);
});

test("what a transaction says that queues work is heard with its commit, once and in its order, however much it is", async () => {
  const { id: organizationId } = await newOrganization();
  const listener = await listening(organizationId);
  const say = (count: number) =>
    inTransaction((tx) => {
      const ids = Array.from({ length: count }, newId);
      enqueue(tx, "diagnose", { organizationId, incidentId: newId() }, { runAt: new Date("2100-01-01") });
      for (const id of ids) publish(tx, organizationId, "incident.changed", id);
      publish(tx, organizationId, "execution.changed", newId());
      return ids;
    });
  const few = await say(2);
  await vi.waitFor(() => expect(listener.heard).toHaveLength(3));
  expect(listener.subjects().slice(0, 2)).toEqual(few);
  expect(listener.heard[2]).toMatchObject({ organizationId, type: "execution.changed" });
  expect(listener.wakes).toContainEqual(["incident.changed", "incident.changed", "execution.changed"]);

  const many = await say(500);
  await vi.waitFor(() => expect(listener.heard).toHaveLength(504));
  // What is read again meanwhile is not told again.
  await pool().query("SELECT pg_notify('nightshift_outbox', '')");
  const last = newId();
  await inTransaction((tx) => publish(tx, organizationId, "incident.changed", last));
  await vi.waitFor(() => expect(listener.subjects()).toContain(last));
  await listener.close();
  expect(listener.subjects().slice(3, 503)).toEqual(many);
  expect(listener.heard).toHaveLength(505);
});

test("a note that cannot be read is no news, and has the outbox read", async () => {
  const id = newId();
  for (const note of [
    "x",
    `1 ${id} incident.changed`,
    `x ${id} incident.changed ${id} 5`,
    `1 ${id} what.ever ${id} 5`,
    ",",
  ])
    expect(readNote(note), note).toBeNull();
  expect(readNote(`7 ${id} incident.changed ${id} 5`)).toEqual([
    { event: { id: 7, organizationId: id, type: "incident.changed", subjectId: id }, at: 5 },
  ]);
  const { id: organizationId } = await newOrganization();
  const listener = await listening(organizationId);
  await inTransaction((tx) =>
    inPassing(
      tx,
      tx.$executeRaw`INSERT INTO events (organization_id, type, subject_id, at) VALUES (${organizationId}::uuid, 'incident.changed', ${id}::uuid, now())`,
    ),
  );
  await pool().query("SELECT pg_notify('nightshift_outbox', '1 of another version')");
  await vi.waitFor(() => expect(listener.subjects()).toEqual([id]));
  await listener.close();
});
