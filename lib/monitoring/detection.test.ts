import pg from "pg";
import { afterAll, afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  getIncident,
  holdIncident,
  listIncidents,
  listTimeline,
  releaseIncident,
  reopenIncident,
  resolveIncident,
} from "@/lib/incidents";
import { cancelWindow, createWindow } from "@/lib/maintenance";
import { closeDatabase, inTransaction, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { openNow } from "@/test/open-now";
import { newOrganization } from "@/test/organization";
import { checkService, createService, deleteService, getService, probeDueServices, settleProbes } from ".";
import type { ProbeResult } from "./probe";
import { recordSample } from "./record-sample";
import { fill, startRedis, startSilence } from "./servers.fixture";
import { watchedOf } from "./watched";

let org: Awaited<ReturnType<typeof newOrganization>>;
const cleanups: (() => unknown)[] = [];
beforeEach(async () => {
  org = await newOrganization();
});
afterEach(async () => {
  // What a test leaves behind would be probed by the next one's loop.
  await prisma().service.updateMany({ where: { organizationId: org.id }, data: { deletedAt: new Date() } });
  await settleProbes();
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});
afterAll(closeDatabase);

const watch = (name: string, port: number, intervalMs = 1_000) =>
  createService(org.owner, { name, kind: "redis", host: "127.0.0.1", port, interval_ms: intervalMs });
const openIncidents = async () => (await listIncidents(org.viewer, { status: "open" })).items;
const samplesOf = (id: string) =>
  prisma().$queryRaw<
    { at: Date; health: number }[]
  >`SELECT at, health FROM samples WHERE service_id = ${id}::uuid ORDER BY at`;
const ticking = <T>(look: () => Promise<T>) =>
  vi.waitFor(
    async () => {
      await probeDueServices();
      return look();
    },
    { timeout: 20_000, interval: 20 },
  );

test("a Redis fills up, is confirmed a second later, becomes one incident that samples join, and recovers by itself", async () => {
  const redis = await startRedis({ maxmemory: "20mb", "maxmemory-policy": "noeviction" });
  cleanups.push(redis.stop);
  const { id } = await watch("cache", redis.port);
  await ticking(async () => expect((await getService(org.viewer, "cache")).status).toBe("healthy"));
  const good = (await samplesOf(id)).length;

  const refusal = await fill(redis.admin);
  const incident = await ticking(async () => {
    const [found] = await openIncidents();
    expect(found).toBeDefined();
    return getIncident(org.viewer, found?.id ?? "");
  });
  expect(incident).toMatchObject({
    title: "cache refuses writes: its memory is full",
    severity: "critical",
    service_name: "cache",
    affected_system: "cache",
    alert_source: "monitoring",
    dedup_key: "cache:memory",
    error_logs: [refusal],
    metrics_snapshot: { maxmemory: 20_971_520 },
  });
  const bad = (await samplesOf(id)).slice(good).filter(({ health }) => health < 70);
  expect((bad[1]?.at.getTime() ?? 0) - (bad[0]?.at.getTime() ?? 0)).toBeGreaterThanOrEqual(1_000);
  expect(await getService(org.viewer, "cache")).toMatchObject({
    status: "degraded",
    last_error: refusal,
    open_incident_id: incident.id,
  });

  await ticking(async () => expect((await getIncident(org.viewer, incident.id)).alert_count).toBeGreaterThan(2));
  await redis.admin.flushall();
  await ticking(async () => expect((await getIncident(org.viewer, incident.id)).status).toBe("resolved"));
  expect((await getIncident(org.viewer, incident.id)).resolution).toMatch(/^Recovered by itself/);
  expect((await listTimeline(org.viewer, incident.id)).map(({ kind }) => kind)).toEqual([
    "opened",
    "joined",
    "resolved",
  ]);
  expect(await getService(org.viewer, "cache")).toMatchObject({ status: "healthy", open_incident_id: null });
});

test("many workers probe a service once per interval, and open one incident", async () => {
  const { id } = await watch("gone", 1, 3_600_000);
  const tickOften = () => Promise.all(Array.from({ length: 8 }, () => probeDueServices()));
  await vi.waitFor(
    async () => {
      await tickOften();
      expect(await openIncidents()).toHaveLength(1);
    },
    { timeout: 20_000, interval: 20 },
  );
  await tickOften();
  await settleProbes();
  // The bad one and the one that confirmed it.
  expect(await samplesOf(id)).toHaveLength(2);
  expect((await openIncidents())[0]).toMatchObject({
    alert_count: 1,
    severity: "critical",
    dedup_key: "gone:down",
    error_logs: ["connect ECONNREFUSED 127.0.0.1:1"],
  });
});

test("a service that hangs keeps no other waiting", async () => {
  const silence = await startSilence();
  const redis = await startRedis();
  cleanups.push(silence.stop, redis.stop);
  await watch("silent", silence.port);
  await watch("lively", redis.port);
  await ticking(async () => expect((await getService(org.viewer, "lively")).status).toBe("healthy"));
  expect((await getService(org.viewer, "silent")).last_checked_at).toBeNull();
  await ticking(async () => expect(await openIncidents()).toHaveLength(1));
  expect((await openIncidents())[0]).toMatchObject({ service_name: "silent", error_logs: ["Command timed out"] });
});

test("without a database a tick fails, and what broke meanwhile is found when it is back", async () => {
  const redis = await startRedis();
  cleanups.push(redis.stop);
  await watch("cache", redis.port);
  await ticking(async () => expect((await getService(org.viewer, "cache")).status).toBe("healthy"));

  const database = new URL(process.env.DATABASE_URL ?? "").pathname.slice(1);
  const admin = new pg.Client({ connectionString: process.env.NIGHTSHIFT_TEST_CLUSTER });
  await admin.connect();
  cleanups.push(() => admin.end());
  await admin.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS false`);
  await admin.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", [database]);
  await vi.waitFor(() => expect(probeDueServices()).rejects.toThrow());
  await redis.stop();
  await admin.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS true`);

  const incidents = await vi.waitFor(
    async () => {
      await probeDueServices();
      const found = await openIncidents();
      expect(found).toHaveLength(1);
      return found;
    },
    { timeout: 30_000, interval: 50 },
  );
  expect(incidents[0]).toMatchObject({
    dedup_key: "cache:down",
    error_logs: [`connect ECONNREFUSED 127.0.0.1:${redis.port}`],
  });
});

/** Records samples as the loop would, each under a fresh claim. */
async function storyOf(name: string) {
  const { id } = await watch(name, 1, 3_600_000);
  await prisma().service.update({ where: { id }, data: { nextProbeAt: new Date(Date.now() + 3_600_000) } });
  let minute = 0;
  const sample = (health: number, error: string | null = null): ProbeResult => ({
    at: new Date(Date.UTC(2001, 0, 1, 0, minute++)),
    health,
    latencyMs: error ? null : 1,
    metrics: error ? {} : { used_memory: 100 - health },
    error,
    errorLines: error ? [error] : [],
  });
  return {
    id,
    sample,
    async sees(...results: ProbeResult[]) {
      for (const result of results) {
        const row = await prisma().service.findUniqueOrThrow({ where: { id } });
        const claim = { leaseUntil: row.nextProbeAt, nextProbeAt: new Date(Date.now() + 3_600_000) };
        expect(await recordSample(watchedOf(row), result, claim)).toBe(true);
      }
    },
    open: async () => (await openIncidents()).map(({ dedup_key }) => dedup_key).sort(),
  };
}

test("a new cause gets an incident of its own, and each ends when its own cause is over", async () => {
  const { sees, sample, open } = await storyOf("cache");
  const REFUSED = "connect ECONNREFUSED 127.0.0.1:1";
  await sees(sample(90), sample(10), sample(90), sample(10));
  expect(await open()).toEqual([]);
  await sees(sample(9));
  expect(await open()).toEqual(["cache:memory"]);
  await sees(sample(0, REFUSED));
  expect(await open()).toEqual(["cache:down", "cache:memory"]);
  // It answers again, still full: no longer down, still short of memory.
  await sees(sample(8), sample(8));
  expect(await open()).toEqual(["cache:memory"]);
  await sees(sample(70));
  expect(await open()).toEqual(["cache:memory"]);
  await sees(sample(71));
  expect(await open()).toEqual([]);
});

test("recovery during an execution is left to that execution", async () => {
  const { sees, sample, open } = await storyOf("cache");
  await sees(sample(10), sample(10));
  const hold = { incidentId: (await openIncidents())[0]?.id ?? "", executionId: newId() };
  await inTransaction((tx) => holdIncident(tx, hold));
  await sees(sample(95), sample(95), sample(95));
  expect(await open()).toEqual(["cache:memory"]);
  await inTransaction((tx) => releaseIncident(tx, hold));
  await sees(sample(95));
  expect(await open()).toEqual([]);
});

/** As if it were taken from now on: what the stories above see is of long ago. */
function fromNowOn() {
  let later = Date.now();
  return (result: ProbeResult): ProbeResult => {
    later += 60_000;
    return { ...result, at: new Date(later) };
  };
}

test("what a person opened again stays open while all is well, until its trouble was measured again and passed", async () => {
  const { sees, sample, open } = await storyOf("cache");
  await sees(sample(10), sample(10));
  const id = (await openIncidents())[0]?.id ?? "";
  await sees(sample(95), sample(95));
  expect(await open()).toEqual([]);
  await reopenIncident(org.responder, id, { reason: "Customers still report errors" });
  const now = fromNowOn();
  const keptBy = async () => (await getIncident(org.viewer, id)).kept_open_by;
  await sees(now(sample(95)), now(sample(95)), now(sample(95)));
  // Neither one bad sample nor another cause is that trouble.
  await sees(now(sample(10)), now(sample(95)), now(sample(95)));
  const REFUSED = "connect ECONNREFUSED 127.0.0.1:1";
  await sees(now(sample(0, REFUSED)), now(sample(0, REFUSED)), now(sample(95)), now(sample(95)));
  expect(await open()).toEqual(["cache:memory"]);
  expect(await keptBy()).toBe(org.responder.actor.name);
  await sees(now(sample(10)), now(sample(10)));
  expect(await keptBy()).toBeNull();
  await sees(now(sample(95)));
  expect(await open()).toEqual(["cache:memory"]);
  await sees(now(sample(95)));
  expect(await open()).toEqual([]);

  await reopenIncident(org.responder, id, {});
  await resolveIncident(org.responder, id, { resolution: "It was the proxy" });
  expect(await open()).toEqual([]);
});

test("what was opened again because nobody was let in does not end with an answer from before", async () => {
  const { sees, sample, open } = await storyOf("cache");
  const REFUSED = "connect ECONNREFUSED 127.0.0.1:1";
  await sees(sample(0, REFUSED), sample(0, REFUSED));
  const id = (await openIncidents())[0]?.id ?? "";
  await sees(sample(10), sample(10));
  expect(await open()).toEqual(["cache:memory"]);
  await reopenIncident(org.responder, id, {});
  const now = fromNowOn();
  await sees(now(sample(10)), now(sample(10)));
  expect(await open()).toEqual(["cache:down", "cache:memory"]);
  await sees(now(sample(0, REFUSED)), now(sample(10)));
  expect(await open()).toEqual(["cache:down", "cache:memory"]);
  await sees(now(sample(10)));
  expect(await open()).toEqual(["cache:memory"]);
});

test("of what an alert opened again only good samples from after that count", async () => {
  const { id: serviceId, sees, sample, open } = await storyOf("cache");
  await sees(sample(10), sample(10), sample(95), sample(95));
  const [resolved] = (await listIncidents(org.viewer, {})).items;
  await openNow(org.system, {
    ...{ serviceId, serviceName: "cache", affectedSystem: "cache", cause: "memory", source: "pagerduty" },
    ...{ title: "cache is slow", description: "", severity: "high", errorLogs: [], health: null, metricsSnapshot: {} },
    reopens: { incidentId: resolved?.id ?? "", reason: "It fires again" },
  });
  const now = fromNowOn();
  await sees(sample(95), now(sample(95)));
  expect(await open()).toEqual(["cache:memory"]);
  await sees(now(sample(95)));
  expect(await open()).toEqual([]);
});

test("in a maintenance window nothing is opened, and what is still bad after it opens with the next sample", async () => {
  const { id, sees, sample, open } = await storyOf("cache");
  const ends_at = new Date(Date.now() + 3_600_000).toISOString();
  const window = await createWindow(org.responder, { name: "Upgrade", service_names: ["cache"], ends_at });
  await sees(sample(10), sample(10), sample(10));
  expect(await open()).toEqual([]);
  expect(await prisma().service.findUniqueOrThrow({ where: { id } })).toMatchObject({
    status: "degraded",
    badInARow: 3,
  });
  await cancelWindow(org.responder, window.id);
  await sees(sample(10));
  expect(await open()).toEqual(["cache:memory"]);
});

test("a sample under a lost claim, or of a deleted service, changes nothing", async () => {
  const { id, sample, sees } = await storyOf("cache");
  await sees(sample(90));
  const row = await prisma().service.findUniqueOrThrow({ where: { id } });
  const lost = { leaseUntil: new Date(row.nextProbeAt.getTime() - 1), nextProbeAt: new Date() };
  expect(await recordSample(watchedOf(row), sample(0, "late"), lost)).toBe(false);
  expect(await getService(org.viewer, "cache")).toMatchObject({ health: 90, last_error: null });
  await deleteService(org.owner, "cache");
  expect(await recordSample(watchedOf(row), sample(0, "late"), null)).toBe(false);
  expect(await samplesOf(id)).toHaveLength(1);
});

test("a check by hand records its sample, asks for confirmation and never confirms itself", async () => {
  const { id } = await storyOf("gone");
  for (let i = 0; i < 3; i++) {
    expect(await checkService(org.responder, "gone")).toMatchObject({ status: "down", health: 0 });
  }
  expect(await openIncidents()).toEqual([]);
  const row = await prisma().service.findUniqueOrThrow({ where: { id } });
  expect(row.badInARow).toBe(1);
  expect(row.nextProbeAt.getTime()).toBeLessThan(Date.now() + 2_000);
  await expect(checkService(org.viewer, "gone")).rejects.toMatchObject({ code: "forbidden" });
});
