import pg from "pg";
import { afterAll, afterEach, beforeEach, expect, test, vi } from "vitest";
import { getIncident, listIncidents, listTimeline } from "@/lib/incidents";
import { cancelWindow, createWindow } from "@/lib/maintenance";
import { closeDatabase, prisma } from "@/lib/platform/db";
import { newOrganization } from "@/test/organization";
import { checkService, createService, deleteService, getService, probeDueServices, settleProbes } from ".";
import { recordSample } from "./record-sample";
import { fill, startRedis, startSilence } from "./servers.fixture";
import { storyOf } from "./story.fixture";
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
  expect((await getIncident(org.viewer, incident.id)).resolution).toMatch(/^Healthy again: two good samples in a row/);
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
test("in a maintenance window nothing is opened, and what is still bad after it opens with the next sample", async () => {
  const { id, sees, sample, open } = await storyOf(org, "cache");
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
  const { id, sample, sees } = await storyOf(org, "cache");
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
  const { id } = await storyOf(org, "gone");
  for (let i = 0; i < 3; i++) {
    expect(await checkService(org.responder, "gone")).toMatchObject({ status: "down", health: 0 });
  }
  expect(await openIncidents()).toEqual([]);
  const row = await prisma().service.findUniqueOrThrow({ where: { id } });
  expect(row.badInARow).toBe(1);
  expect(row.nextProbeAt.getTime()).toBeLessThan(Date.now() + 2_000);
  await expect(checkService(org.viewer, "gone")).rejects.toMatchObject({ code: "forbidden" });
});
