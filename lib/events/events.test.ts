import { afterAll, expect, test, vi } from "vitest";
import { closeDatabase, inTransaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { newOrganization } from "@/test/organization";
import { listen, publish } from ".";

afterAll(closeDatabase);

test("an event is heard once when its transaction commits, and never when it rolls back", async () => {
  const { id: organizationId } = await newOrganization();
  const heard: string[] = [];
  let ready: () => void = () => {};
  const connected = new Promise<void>((done) => {
    ready = done;
  });
  const listener = listen({
    onEvents: async (events) => {
      heard.push(...events.filter((event) => event.organizationId === organizationId).map((event) => event.subjectId));
    },
    onOutput: () => {},
    onReconnect: () => ready(),
  });
  await connected;

  const [kept, lost] = [newId(), newId()];
  await inTransaction((tx) => publish(tx, organizationId, "incident.changed", kept));
  await inTransaction(async (tx) => {
    publish(tx, organizationId, "incident.changed", lost);
    throw new Error("rolled back");
  }).catch(() => {});
  const last = newId();
  await inTransaction((tx) => publish(tx, organizationId, "incident.changed", last));

  await vi.waitFor(() => expect(heard).toContain(last));
  await listener.close();
  expect(heard).toEqual([kept, last]);
});
