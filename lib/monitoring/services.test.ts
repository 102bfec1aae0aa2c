import { afterAll, beforeEach, expect, test } from "vitest";
import { createIncident, listIncidents, resolveIncident } from "@/lib/incidents";
import { closeDatabase, inTransaction, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { PracticeTarget } from "@/lib/platform/practice-contract";
import { newOrganization } from "@/test/organization";
import {
  createService,
  deleteService,
  getService,
  listServices,
  loadWatched,
  presentService,
  registerPracticeService,
  updateService,
} from ".";
import { findService } from "./get-service";

let org: Awaited<ReturnType<typeof newOrganization>>;
let stranger: Awaited<ReturnType<typeof newOrganization>>;
beforeEach(async () => {
  org = await newOrganization();
  stranger = await newOrganization();
});
afterAll(closeDatabase);

const orders = {
  name: "orders-db",
  kind: "postgres",
  host: "db.internal.invalid",
  port: 5432,
  password: "hunter2-hunter2",
} as const;
const practice = (over: Record<string, unknown> = {}): PracticeTarget =>
  PracticeTarget.parse({
    service: "redis-test",
    kind: "redis",
    target: { kind: "docker", name: "redis-test" },
    connection: { host: "127.0.0.1", port: 6380, database: null, username: null, password: "practice-password" },
    hint: null,
    ...over,
  });
const auditsOf = (id: string) =>
  prisma().auditEntry.findMany({ where: { organizationId: org.id, subjectId: id }, orderBy: { seq: "asc" } });

test("a service is created, changed and deleted; its password is sealed and appears nowhere", async () => {
  const created = await createService(org.admin, orders);
  expect(created).toMatchObject({
    name: "orders-db",
    status: "unknown",
    health: null,
    target: { kind: "none", name: "orders-db" },
    interval_ms: 10_000,
    open_incident_id: null,
    is_sandbox: false,
  });
  const watched = await loadWatched(org.system, created.id);
  expect(watched.connection).toMatchObject({ host: orders.host, password: orders.password, application: null });

  await updateService(org.admin, "orders-db", { port: 6432, password: "correct-horse-battery" });
  expect((await loadWatched(org.system, created.id)).connection).toMatchObject({
    host: orders.host,
    port: 6432,
    password: "correct-horse-battery",
  });
  await updateService(org.admin, "orders-db", { password: null });
  expect((await loadWatched(org.system, created.id)).connection.password).toBeNull();

  const row = await prisma().service.findUniqueOrThrow({ where: { id: created.id } });
  const audited = (await auditsOf(created.id)).map(({ data }) => data);
  const written = JSON.stringify([row, audited, await listServices(org.viewer)]);
  expect(written).not.toMatch(/hunter2|correct-horse/);

  await deleteService(org.admin, "orders-db");
  expect(await presentService(org.viewer, created.id)).toBeNull();
  expect((await auditsOf(created.id)).map(({ verb }) => verb)).toEqual([
    "service.create",
    "service.update",
    "service.update",
    "service.delete",
  ]);
  // The name is free again.
  expect((await createService(org.admin, orders)).id).not.toBe(created.id);
});

test("a service at another address begins anew: what was seen of the old one says nothing about it", async () => {
  const { id } = await createService(org.admin, orders);
  const seen = { status: "degraded", health: 12, metrics: { used: 9 }, badInARow: 1, lastError: "too many clients" };
  await prisma().service.update({ where: { id }, data: seen });
  const standing = () => prisma().service.findUniqueOrThrow({ where: { id } });
  await updateService(org.admin, "orders-db", { port: orders.port, interval_ms: 20_000 });
  expect(await standing()).toMatchObject(seen);
  await updateService(org.admin, "orders-db", { host: "db2.internal.invalid", password: null });
  expect(await standing()).toMatchObject({
    ...{ status: "unknown", health: null, metrics: {}, badInARow: 0, lastError: null },
  });
});

test("responders and viewers cannot configure, and other organizations see nothing", async () => {
  const { id } = await createService(org.owner, orders);
  for (const ctx of [org.responder, org.viewer]) {
    await expect(createService(ctx, { ...orders, name: "other" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(updateService(ctx, "orders-db", { port: 1 })).rejects.toMatchObject({ code: "forbidden" });
    await expect(deleteService(ctx, "orders-db")).rejects.toMatchObject({ code: "forbidden" });
  }
  await expect(getService(stranger.owner, "orders-db")).rejects.toMatchObject({ code: "not_found" });
  await expect(updateService(stranger.owner, "orders-db", { port: 1 })).rejects.toMatchObject({ code: "not_found" });
  await expect(deleteService(stranger.owner, "orders-db")).rejects.toMatchObject({ code: "not_found" });
  await expect(loadWatched(stranger.system, id)).rejects.toMatchObject({ code: "not_found" });
  await expect(loadWatched(org.system, "not-an-id")).rejects.toMatchObject({ code: "not_found" });
  expect(await presentService(stranger.owner, id)).toBeNull();
  expect(await listServices(stranger.owner)).toEqual([]);
  expect((await createService(stranger.owner, orders)).id).not.toBe(id);
});

test("a stored password is not sent to another address than it was entered for", async () => {
  const { id } = await createService(org.admin, orders);
  for (const elsewhere of [{ host: "evil.example" }, { port: 6997 }, { host: "evil.example", port: 5432 }])
    await expect(updateService(org.owner, "orders-db", elsewhere)).rejects.toMatchObject({
      code: "invalid",
      details: { issues: [{ path: "password" }] },
    });
  expect((await loadWatched(org.system, id)).connection).toMatchObject({ host: orders.host, port: orders.port });
  await updateService(org.admin, "orders-db", { host: orders.host, port: orders.port, interval_ms: 20_000 });
  await updateService(org.admin, "orders-db", { port: 6432, password: null });
  await updateService(org.admin, "orders-db", { port: 5432 });
  expect((await loadWatched(org.system, id)).connection).toMatchObject({ port: 5432, password: null });
});

test("of two that create the same name one wins, and a change to a service that was just deleted is refused", async () => {
  const outcomes = await Promise.allSettled([createService(org.owner, orders), createService(org.admin, orders)]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(outcomes.find((outcome) => outcome.status === "rejected")?.reason).toMatchObject({
    code: "conflict",
    message: "A service called orders-db is already watched",
  });

  const { id } = await findService(prisma(), org.owner, "orders-db");
  let change: Promise<unknown> = Promise.resolve();
  await inTransaction(async (tx) => {
    await tx.service.update({ where: { id }, data: { deletedAt: new Date() } });
    // It reads the row as it was before this transaction, and its write waits for the row.
    change = updateService(org.owner, "orders-db", { interval_ms: 5_000 });
    change.catch(() => {});
    const isWaiting = async () => {
      const [{ waiting }] = await prisma().$queryRaw<[{ waiting: bigint }]>`
        SELECT count(*) AS waiting FROM pg_stat_activity
        WHERE wait_event_type = 'Lock' AND query LIKE '%services%' AND datname = current_database()`;
      return waiting > 0n;
    };
    while (!(await isWaiting()));
  });
  await expect(change).rejects.toMatchObject({ code: "not_found" });
  expect((await prisma().service.findUniqueOrThrow({ where: { id } })).port).toBe(orders.port);
});

test("a name that differs only in case is refused, and a name that merely looks alike is not", async () => {
  await createService(org.owner, { ...orders, name: "orders_db" });
  await expect(createService(org.owner, { ...orders, name: "Orders_DB" })).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("orders_db is already watched, and names must differ in more than"),
  });
  // An underscore is a letter like any other, not a wildcard.
  await createService(org.owner, { ...orders, name: "orders-db" });
  await createService(stranger.owner, { ...orders, name: "ORDERS_DB" });
});

test("of two that create names that differ only in case at the same instant one wins, and the other is told which", async () => {
  const isWaiting = async () => {
    const [{ waiting }] = await prisma().$queryRaw<[{ waiting: bigint }]>`
      SELECT count(*) AS waiting FROM pg_stat_activity
      WHERE wait_event_type = 'Lock' AND query LIKE '%INSERT%services%' AND datname = current_database()`;
    return waiting > 0n;
  };
  /** Starts `create` while another transaction has added a service of that name, which it cannot see, and not yet committed. */
  const beside = async (name: string, create: () => Promise<unknown>) => {
    let outcome: Promise<unknown> = Promise.resolve();
    await inTransaction(async (tx) => {
      const now = new Date();
      await tx.service.create({
        data: {
          id: newId(),
          organizationId: org.id,
          name,
          kind: "redis",
          targetKind: "none",
          targetName: name,
          host: "cache.invalid",
          port: 6379,
          nextProbeAt: now,
          createdAt: now,
        },
      });
      outcome = create();
      outcome.catch(() => {});
      while (!(await isWaiting()));
    });
    return outcome;
  };
  await expect(beside("Orders-DB", () => createService(org.owner, orders))).rejects.toMatchObject({
    code: "conflict",
    message: "A service called Orders-DB is already watched, and names must differ in more than upper and lower case",
  });
  await expect(beside("Redis-Test", () => registerPracticeService(org.system, practice()))).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("Redis-Test is already watched"),
  });
  expect((await listServices(org.viewer)).map(({ name }) => name).sort()).toEqual(["Orders-DB", "Redis-Test"]);
});

test("a service that nobody has watched for long has the status unknown, until it is checked again", async () => {
  const { id } = await createService(org.owner, orders);
  const checked = (agoMs: number) =>
    prisma().service.update({
      where: { id },
      data: { status: "healthy", health: 97, lastCheckedAt: new Date(Date.now() - agoMs) },
    });
  await checked(15_000);
  expect(await getService(org.viewer, "orders-db")).toMatchObject({ status: "healthy" });
  await checked(60_000);
  expect(await getService(org.viewer, "orders-db")).toMatchObject({ status: "unknown", health: 97 });
  expect(await presentService(org.viewer, id)).toMatchObject({ status: "unknown" });
  expect(await listServices(org.viewer)).toMatchObject([{ status: "unknown" }]);
});

test("a practice service is registered once, follows the sandbox, and people cannot change it", async () => {
  const views = await Promise.all([
    registerPracticeService(org.system, practice()),
    registerPracticeService(org.system, practice()),
  ]);
  expect(new Set(views.map(({ id }) => id)).size).toBe(1);
  const id = views[0].id;
  expect(await registerPracticeService(org.system, practice())).toMatchObject({
    id,
    is_sandbox: true,
    target: { kind: "docker" },
  });
  expect(await auditsOf(id)).toHaveLength(1);

  const config = { pid_file: "/run/redis.pid", start: ["redis-server"], stop: null, run_as: null };
  const moved = practice({
    target: { kind: "process", name: "redis-test", config },
    connection: { ...practice().connection, port: 7000, app_username: "shop", app_password: "shop-password" },
  });
  await registerPracticeService(org.system, moved);
  expect(await loadWatched(org.system, id)).toMatchObject({
    target: { kind: "process", config },
    connection: { port: 7000, application: { username: "shop", password: "shop-password" } },
  });
  const none = practice({ target: { kind: "none", name: "redis-test" }, hint: "apt-get install redis-server" });
  expect(await registerPracticeService(org.system, none)).toMatchObject({
    status: "unknown",
    unavailable_hint: "apt-get install redis-server",
  });
  expect(await auditsOf(id)).toHaveLength(3);

  await expect(updateService(org.owner, "redis-test", { port: 1 })).rejects.toMatchObject({ code: "conflict" });
  await expect(deleteService(org.owner, "redis-test")).rejects.toMatchObject({ code: "conflict" });
  await createService(org.owner, { ...orders, name: "postgres-test" });
  await expect(registerPracticeService(org.system, practice({ service: "postgres-test" }))).rejects.toMatchObject({
    code: "conflict",
  });
  expect((await listIncidents(org.viewer, {})).items).toEqual([]);
});

test("each service names the newest of its incidents that are open", async () => {
  const [first, second] = [
    await createService(org.admin, orders),
    await createService(org.admin, { ...orders, name: "b" }),
  ];
  const on = async (service_name: string) =>
    (await createIncident(org.responder, { title: "It is slow", service_name })).id;
  const [, newest, over, other] = [await on("orders-db"), await on("orders-db"), await on("orders-db"), await on("b")];
  await resolveIncident(org.responder, over, {});
  const open = new Map((await listServices(org.viewer)).map(({ id, open_incident_id: incident }) => [id, incident]));
  expect([open.get(first.id), open.get(second.id)]).toEqual([newest, other]);
});
