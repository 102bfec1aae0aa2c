import { afterAll, beforeEach, expect, test } from "vitest";
import { createIncident, getIncident } from "@/lib/incidents";
import { clock } from "@/lib/platform/clock";
import { closeDatabase, inTransaction, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { newOrganization } from "@/test/organization";
import {
  checkService,
  createService,
  deleteService,
  getService,
  listServices,
  listWatchedServices,
  loadWatched,
  probeDueServices,
  serviceOfAlert,
  updateService,
} from ".";
import { MOST_UNMANAGED } from "./contract";

let org: Awaited<ReturnType<typeof newOrganization>>;
beforeEach(async () => {
  org = await newOrganization();
});
afterAll(closeDatabase);

const named = (name: string, ctx = org.system) => inTransaction((tx) => serviceOfAlert(tx, ctx, name));
const orders = { name: "Orders-DB", kind: "postgres", host: "db.internal.invalid", port: 5432 } as const;

test("many alerts at once about a service that nobody knew register it once, in whatever case", async () => {
  const found = await Promise.all(Array.from({ length: 8 }, (_, i) => named(i % 2 === 0 ? "checkout" : "Checkout")));
  expect(new Set(found.map(({ id }) => id)).size).toBe(1);
  const [service, ...more] = await listServices(org.viewer);
  expect(more).toEqual([]);
  expect(service).toMatchObject({ kind: "unmanaged", status: "unknown", health: null, target: { kind: "none" } });
  const stranger = await newOrganization();
  expect((await named("checkout", stranger.system)).id).not.toBe(service?.id);
  expect(await listWatchedServices(org.viewer)).toEqual([]);
});

test("it is never probed, checked, changed or connected to, and can be deleted", async () => {
  const { id, name } = await named("checkout");
  await prisma().service.update({ where: { id: id ?? "" }, data: { nextProbeAt: new Date(0) } });
  await probeDueServices();
  expect(await getService(org.viewer, name)).toMatchObject({ last_checked_at: null });
  const refused = { code: "conflict", message: expect.stringContaining("knows checkout from alerts alone") };
  await expect(checkService(org.responder, name)).rejects.toMatchObject(refused);
  await expect(updateService(org.admin, name, { host: "example.org" })).rejects.toMatchObject(refused);
  await expect(loadWatched(org.system, id ?? "")).rejects.toMatchObject(refused);
  expect(await deleteService(org.admin, name)).toMatchObject({ id });
  expect((await named("checkout")).id).not.toBe(id);
});

test("added by a person it is watched, and keeps its id and its incidents", async () => {
  const { id } = await named("orders-db");
  const incident = await createIncident(org.responder, { title: "Orders fail", service_name: "orders-db" });
  const created = await createService(org.admin, orders);
  expect(created).toMatchObject({ id, name: "Orders-DB", kind: "postgres", open_incident_id: incident.id });
  expect((await loadWatched(org.system, id ?? "")).connection).toMatchObject({ host: orders.host, port: 5432 });
  expect((await getIncident(org.viewer, incident.id)).service_id).toBe(id);
  await expect(createService(org.admin, orders)).rejects.toMatchObject({ code: "conflict" });
  expect(await named("ORDERS-db")).toMatchObject({ id, name: "Orders-DB", isManaged: true, live: null });
});

test("an alert and a person at once: one service, which is watched", async () => {
  for (let round = 0; round < 5; round++) {
    const name = `svc-${round}`;
    await Promise.all([named(name), createService(org.admin, { ...orders, name })]);
    expect(await getService(org.viewer, name)).toMatchObject({ kind: "postgres" });
  }
  expect(await listServices(org.viewer)).toHaveLength(5);
});

test("beyond a thousand of them nothing is registered any more, and those that are known are found", async () => {
  await prisma().service.createMany({
    data: Array.from({ length: MOST_UNMANAGED }, (_, i) => ({
      id: newId(),
      organizationId: org.id,
      name: `svc-${i}`,
      kind: "unmanaged",
      targetKind: "none",
      targetName: "",
      host: "",
      port: 0,
      createdAt: clock.now(),
    })),
  });
  expect(await named("one-more")).toMatchObject({ id: null, name: "one-more" });
  expect((await named("SVC-1")).id).not.toBeNull();
  expect(await prisma().service.count({ where: { organizationId: org.id } })).toBe(MOST_UNMANAGED);
});
