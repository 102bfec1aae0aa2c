import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { acknowledgeIncident, openIncident, resolveOpenIncidentsOfService } from "@/lib/incidents";
import { createService } from "@/lib/monitoring";
import { closeDatabase, inTransaction, pool, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { processDeliveries } from "../inbox/process-deliveries";
import { sampleOf } from "../sources/sample";
import { incidentsOf, newStage, standingClock, tellingsOf } from "./stage.fixture";

// One trouble, one incident: whoever sees it first, and whatever else is said of it.

let time: ReturnType<typeof standingClock>;
beforeEach(() => {
  time = standingClock();
});
afterEach(() => time.stop());
afterAll(closeDatabase);

test("what was reported and is then seen is one incident, looked into again, and over when both say so", async () => {
  const { org, fire, resolve } = await newStage();
  const { id } = await createService(org.admin, { name: "checkout", kind: "redis", host: "cache.invalid", port: 6379 });
  const { incidentId } = await fire(null, { severity: "warning" });
  const seen = () =>
    inTransaction((tx) =>
      openIncident(tx, org.system, {
        ...{
          serviceId: id,
          serviceName: "checkout",
          affectedSystem: "checkout",
          cause: "memory",
          source: "monitoring",
        },
        ...{
          title: "checkout: memory is full",
          description: "",
          severity: "medium" as const,
          joins: "reported" as const,
        },
        ...{ errorLogs: ["OOM command not allowed"], metricsSnapshot: { used: 1 }, health: 0, isWatched: true },
      }),
    );
  for (let sample = 0; sample < 3; sample++) expect(await seen()).toEqual({ outcome: "joined", incidentId });
  expect(await incidentsOf(org.id)).toMatchObject([{ health: 0, errorLogs: ["OOM command not allowed"] }]);
  expect((await tellingsOf(incidentId ?? "")).filter(({ kind }) => kind === "joined")).toHaveLength(1);
  const { rows: jobs } = await pool().query("SELECT key FROM graphile_worker.jobs WHERE key = $1", [
    `diagnose-again:${incidentId}`,
  ]);
  expect(jobs).toHaveLength(1);

  await prisma().service.update({ where: { id }, data: { badInARow: 3 } });
  expect(await resolve(time.in(1))).toMatchObject({ outcome: "noted", incidentId });
  const well = () =>
    inTransaction((tx) =>
      resolveOpenIncidentsOfService(tx, org.system, {
        serviceId: id,
        by: "monitoring",
        wellSince: new Date(),
        resolution: "Recovered",
      }),
    );
  expect(await well()).toEqual([incidentId]);
});

test("what its source still reports is not over because the service is well", async () => {
  const { org, fire } = await newStage();
  const { id } = await createService(org.admin, { name: "checkout", kind: "redis", host: "cache.invalid", port: 6379 });
  await fire();
  expect(
    await inTransaction((tx) =>
      resolveOpenIncidentsOfService(tx, org.system, {
        serviceId: id,
        by: "monitoring",
        wellSince: new Date(),
        resolution: "Recovered",
      }),
    ),
  ).toEqual([]);
});

test("something worse than what was acknowledged waits for somebody again", async () => {
  const { org, fire } = await newStage();
  const { incidentId } = await fire(null, { severity: "info", labels: { alertname: "LowDisk" } });
  await acknowledgeIncident(org.responder, incidentId ?? "");
  await fire(null, {
    dedupKey: "b",
    severity: "critical",
    title: "Total outage",
    labels: { alertname: "TotalOutage" },
  });
  expect(await incidentsOf(org.id)).toMatchObject([
    { status: "triggered", acknowledgedBy: null, title: "Total outage", labels: { alertname: "TotalOutage" } },
  ]);
});

test("what names no service has nothing in common with others like it, and names that cannot be written here stay apart", async () => {
  const { org, fire } = await newStage("generic");
  for (const dedupKey of ["a", "b"]) await fire(null, { dedupKey, service: null });
  for (const [dedupKey, service] of [
    ["c", "支払い"],
    ["d", "検索"],
    ["e", "支払い"],
  ] as const)
    await fire(null, { dedupKey, service });
  const incidents = await incidentsOf(org.id);
  expect(incidents.map(({ affectedSystem }) => affectedSystem)).toEqual(["generic", "generic", "支払い", "検索"]);
  expect(new Set(incidents.map(({ serviceName }) => serviceName)).size).toBe(3);
});

test.each([
  ["ok, open", "triggered"],
  ["open, ok", "resolved"],
  ["open, ok, open", "triggered"],
  ["ok, open, ok", "resolved"],
  ["open, open, ok", "resolved"],
])("of several words about one thing in one delivery the last counts: %s", async (words, status) => {
  const { org, integration } = await newStage("generic");
  const alerts = words.split(", ").map((word) => ({ title: "Queue", service: "queue", dedup_key: "q", status: word }));
  await prisma().delivery.create({
    data: {
      ...{ id: newId(), organizationId: org.id, integrationId: integration.id, headers: {} },
      ...{ body: Buffer.from(JSON.stringify(alerts)), receivedAt: time.in(0), dueAt: time.in(0) },
    },
  });
  await processDeliveries();
  expect(await incidentsOf(org.id)).toMatchObject([{ status }]);
  expect(await prisma().signal.findFirstOrThrow({ where: { organizationId: org.id } })).toMatchObject({
    status: status === "resolved" ? "resolved" : "firing",
  });
});

test("names that lose letters stay apart, those that lose punctuation or accents alone are one, and a table knows no capitals", async () => {
  const { fire } = await newStage("generic", { services: { "Web Front": "frontend" } });
  const named = async (service: string) => (await fire(null, { service, dedupKey: service })).serviceName;
  const long = "x".repeat(70);
  const others = ["支払い-api", "在庫-api", "api", "注文 db", "顧客 db", `${long}-prod`, `${long}-staging`];
  const names = await Promise.all(others.map(named));
  expect(new Set(names).size).toBe(others.length);
  expect(names.slice(0, 3)).toEqual([
    expect.stringMatching(/^api-[0-9a-f]{8}$/),
    expect.stringMatching(/^api-/),
    "api",
  ]);
  expect(await named("Café #1")).toBe(await named("cafe 1"));
  expect(await named("🔥 checkout")).toBe("checkout");
  expect([await named("web front"), await named("WEB FRONT"), await named("Web Front")]).toEqual([
    "frontend",
    "frontend",
    "frontend",
  ]);
});

test("a delivery about very many services is applied a part at a time, each alert once, also when a worker dies between", async () => {
  const { org, integration } = await newStage("alertmanager");
  const one = {
    description: "",
    severity: "high",
    startedAt: time.in(-1),
    state: "firing",
    at: time.in(0),
    secret: "",
  } as const;
  const bodies = Array.from({ length: 50 }, (_, n) =>
    JSON.parse(
      sampleOf("alertmanager", {
        ...one,
        title: `Down ${n}`,
        service: `svc-${n}`,
        dedupKey: `k${n}`,
      }).body.toString(),
    ),
  );
  const body = Buffer.from(JSON.stringify({ ...bodies[0], alerts: bodies.flatMap(({ alerts }) => alerts) }));
  const delivery = await prisma().delivery.create({
    data: {
      ...{ id: newId(), organizationId: org.id, integrationId: integration.id, body, headers: {} },
      ...{ receivedAt: time.in(0), dueAt: time.in(0) },
    },
  });
  const stop = new AbortController();
  // As if it died after its first part.
  const first = processDeliveries(stop.signal);
  stop.abort();
  await first;
  const left = await prisma().delivery.findUniqueOrThrow({ where: { id: delivery.id } });
  expect(left.state).toBe("waiting");
  await processDeliveries();
  expect(await prisma().delivery.findUniqueOrThrow({ where: { id: delivery.id } })).toMatchObject({
    state: "processed",
    alertCount: 50,
  });
  const alerts = await prisma().alert.findMany({ where: { deliveryId: delivery.id } });
  expect(new Set(alerts.map(({ position }) => position)).size).toBe(50);
  expect(await incidentsOf(org.id)).toHaveLength(50);
});
