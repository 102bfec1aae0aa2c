import { afterAll, beforeEach, expect, test } from "vitest";
import { closeDatabase, inTransaction, pool, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { openNow } from "@/test/open-now";
import { newOrganization } from "@/test/organization";
import {
  getIncident,
  holdIncident,
  listTimeline,
  type OpenIncident,
  releaseIncident,
  reopenIncident,
  resolveIncident,
  resolveIncidentIn,
  resolveOpenIncidentsOfService,
  updateIncident,
} from ".";

let org: Awaited<ReturnType<typeof newOrganization>>;
beforeEach(async () => {
  org = await newOrganization();
});
afterAll(closeDatabase);

const OOM = "OOM command not allowed when used memory > 'maxmemory'.";
const sighting = (over: Partial<OpenIncident> = {}): OpenIncident => ({
  serviceId: newId(),
  serviceName: "cache",
  affectedSystem: "cache",
  cause: "memory",
  title: "cache is out of memory",
  description: "",
  severity: "high",
  errorLogs: [OOM],
  metricsSnapshot: { used_memory: 50 },
  health: 3,
  source: "monitoring",
  ...over,
});
const open = (over?: Partial<OpenIncident>) => openNow(org.system, sighting(over));
const jobsFor = async (incidentId: string) => {
  const { rows } = await pool().query("SELECT 1 FROM graphile_worker._private_jobs WHERE payload->>'incidentId' = $1", [
    incidentId,
  ]);
  return rows.length;
};

test("twenty sightings at once open one incident, which the others join, and its diagnosis is queued once", async () => {
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => open()));
  expect(outcomes.filter(({ outcome }) => outcome === "opened")).toHaveLength(1);
  expect(new Set(outcomes.map(({ incidentId }) => incidentId)).size).toBe(1);

  const id = outcomes[0]?.incidentId ?? "";
  expect(await getIncident(org.viewer, id)).toMatchObject({ number: 1, alert_count: 20, error_logs: [OOM], health: 3 });
  expect(await jobsFor(id)).toBe(1);
  // The first that joins is news; the eighteen after it say nothing new.
  expect((await listTimeline(org.viewer, id)).map(({ kind }) => kind)).toEqual(["opened", "joined"]);
  expect(await prisma().auditEntry.count({ where: { organizationId: org.id } })).toBe(2);
  const next = await open({ cause: "connections" });
  expect((await getIncident(org.viewer, next.incidentId)).number).toBe(2);
});

test("joining keeps each error line once, follows the newest figures and only raises the severity", async () => {
  const { incidentId } = await open();
  await open({
    errorLogs: [OOM, "password=hunter22hunter is wrong\0"],
    metricsSnapshot: { used_memory: 51 },
    health: 1,
  });
  await open({ errorLogs: [OOM], severity: "critical", metricsSnapshot: {}, health: null });
  await open({ severity: "low" });
  await open({ errorLogs: Array.from({ length: 80 }, (_, i) => `line ${i}`) });
  const incident = await getIncident(org.viewer, incidentId);
  expect(incident).toMatchObject({ severity: "critical", metrics_snapshot: { used_memory: 50 }, alert_count: 5 });
  expect(incident.error_logs.slice(0, 3)).toEqual([OOM, "password=[redacted] is wrong\uFFFD", "line 0"]);
  expect(incident.error_logs).toHaveLength(50);
});

test("a sighting that is worse brings its own words and another diagnosis, once", async () => {
  const { incidentId } = await open({ severity: "medium", title: "cache uses 60 % of its memory", errorLogs: [] });
  const worse = { severity: "critical", title: "cache refuses writes", description: `It says: ${OOM}` } as const;
  await Promise.all(Array.from({ length: 5 }, () => open(worse)));
  await open({ severity: "medium", title: "cache uses 61 % of its memory" });
  expect(await getIncident(org.viewer, incidentId)).toMatchObject(worse);
  const changes = (await listTimeline(org.viewer, incidentId)).filter(({ kind }) => kind === "changed");
  expect(changes.map(({ text }) => text)).toEqual([
    `It got worse, monitoring reports: severity rose from medium to critical: cache refuses writes: ${OOM}`,
  ]);
  expect(await jobsFor(incidentId)).toBe(2);
});

test("words that people gave an incident outlast a worse sighting", async () => {
  const { incidentId } = await open({ severity: "medium" });
  await updateIncident(org.responder, incidentId, { title: "Checkout is slow" });
  await open({ severity: "high", title: "cache refuses writes", description: "It says no" });
  expect(await getIncident(org.viewer, incidentId)).toMatchObject({
    title: "Checkout is slow",
    description: "It says no",
    severity: "high",
  });
});

test("a resolved incident is not joined: the next sighting opens another, and the old one cannot be reopened beside it", async () => {
  const first = await open();
  await resolveIncident(org.responder, first.incidentId, {});
  const second = await open();
  expect(second).toMatchObject({ outcome: "opened" });
  expect(second.incidentId).not.toBe(first.incidentId);
  await expect(reopenIncident(org.responder, first.incidentId, {})).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("Incident #2"),
  });
});

test("a sighting and a reopening at once leave one incident open, and neither fails for another reason", async () => {
  for (let round = 0; round < 5; round++) {
    const cause = `cause-${round}`;
    const { incidentId } = await open({ cause });
    await resolveIncident(org.responder, incidentId, {});
    const [, reopened] = await Promise.allSettled([open({ cause }), reopenIncident(org.responder, incidentId, {})]);
    if (reopened.status === "rejected") expect(reopened.reason).toMatchObject({ code: "conflict" });
    const where = { organizationId: org.id, dedupKey: `cache:${cause}`, status: { not: "resolved" } };
    expect(await prisma().incident.count({ where })).toBe(1);
  }
});

test("recovery resolves what monitoring opened, except while an execution holds it", async () => {
  const serviceId = newId();
  const { incidentId } = await open({ serviceId });
  const executionId = newId();
  const recover = () =>
    inTransaction((tx) =>
      resolveOpenIncidentsOfService(tx, org.system, {
        serviceId,
        by: "monitoring",
        wellSince: new Date(),
        resolution: "It recovered by itself",
        healthAfter: 97,
      }),
    );
  expect(await inTransaction((tx) => holdIncident(tx, { incidentId, executionId }))).toBe(true);
  expect(await inTransaction((tx) => holdIncident(tx, { incidentId, executionId: newId() }))).toBe(false);
  expect(await recover()).toEqual([]);
  await inTransaction((tx) => releaseIncident(tx, { incidentId, executionId: newId() }));
  expect(await recover()).toEqual([]);
  await inTransaction((tx) => releaseIncident(tx, { incidentId, executionId }));
  expect(await recover()).toEqual([incidentId]);
  expect(await recover()).toEqual([]);
  expect(await getIncident(org.viewer, incidentId)).toMatchObject({
    status: "resolved",
    resolved_by: "Nightshift",
    resolution: "It recovered by itself",
    health: 97,
  });
});

test("resolving twice at once happens once", async () => {
  const { incidentId } = await open();
  const resolve = () =>
    inTransaction((tx) => resolveIncidentIn(tx, org.system, { incidentId, resolution: "Verified", healthAfter: 99 }));
  const results = await Promise.all([resolve(), resolve(), resolve()]);
  expect(results.filter(Boolean)).toHaveLength(1);
  const kinds = (await listTimeline(org.viewer, incidentId)).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === "resolved")).toHaveLength(1);
});
