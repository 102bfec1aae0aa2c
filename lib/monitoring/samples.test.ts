import { afterAll, expect, test } from "vitest";
import { useClock as putClock } from "@/lib/platform/clock";
import { closeDatabase, pool, prisma } from "@/lib/platform/db";
import { newOrganization } from "@/test/organization";
import { createService, listSamples, maintainSamples } from ".";
import type { ProbeResult } from "./probe";
import { recordSample } from "./record-sample";
import { watchedOf } from "./watched";

let now = new Date("2001-03-10T10:00:00Z");
const restore = putClock({ now: () => now, sleep: async () => {} });
afterAll(async () => {
  restore();
  await closeDatabase();
});

async function serviceWith(samples: Partial<ProbeResult>[]) {
  const org = await newOrganization();
  const { id } = await createService(org.owner, { name: "cache", kind: "redis", host: "never.invalid", port: 1 });
  const row = await prisma().service.findUniqueOrThrow({ where: { id } });
  for (const sample of samples) {
    const result = { at: now, health: 90, latencyMs: 2, metrics: {}, error: null, errorLines: [], ...sample };
    await recordSample(watchedOf(row), result, null);
  }
  return { org, id };
}
const whereTheyAre = async (id: string): Promise<string[]> => {
  const { rows } = await pool().query<{ name: string }>(
    "SELECT tableoid::regclass::text AS name FROM samples WHERE service_id = $1 ORDER BY at",
    [id],
  );
  return rows.map(({ name }) => name);
};
const exists = async (name: string): Promise<boolean> =>
  (await pool().query("SELECT to_regclass($1) IS NOT NULL AS yes", [name])).rows[0]?.yes;

test("samples of a day without a partition are kept, move when it is made, and leave with it after a week", async () => {
  const { org, id } = await serviceWith([
    { at: new Date("2001-03-09T23:59:59.999Z") },
    { at: new Date("2001-03-10T00:00:00Z") },
  ]);
  expect(await whereTheyAre(id)).toEqual(["samples_default", "samples_default"]);

  await Promise.all([maintainSamples(), maintainSamples()]);
  expect(await whereTheyAre(id)).toEqual(["samples_20010309", "samples_20010310"]);
  expect(await exists("samples_20010312")).toBe(true);
  expect(await exists("samples_20010313")).toBe(false);

  now = new Date("2001-03-16T12:00:00Z");
  await maintainSamples();
  expect(await whereTheyAre(id)).toEqual(["samples_20010309", "samples_20010310"]);
  now = new Date("2001-03-17T00:00:00Z");
  await maintainSamples();
  expect(await whereTheyAre(id)).toEqual(["samples_20010310"]);
  expect(await exists("samples_20010309")).toBe(false);

  // The minute averages of the day that left are still there, for 30 days.
  const minutes = () => prisma().$queryRaw<[]>`SELECT FROM sample_minutes WHERE service_id = ${id}::uuid`;
  expect(await minutes()).toHaveLength(2);
  now = new Date("2001-04-09T12:00:00Z");
  await maintainSamples();
  expect(await minutes()).toHaveLength(0);
  await expect(listSamples(org.viewer, "cache", { period: "8d" })).rejects.toMatchObject({ code: "invalid" });
});

test("a short period lists samples, a long one minute averages, oldest first and within the organization", async () => {
  now = new Date("2001-06-01T12:00:00Z");
  const ago = (minutes: number, seconds = 0) => new Date(now.getTime() - minutes * 60_000 + seconds * 1_000);
  const { org } = await serviceWith([
    { at: ago(240), health: 40, latencyMs: 4 },
    { at: ago(240, 10), health: 60, latencyMs: 6 },
    { at: ago(240, 20), health: 0, latencyMs: null, error: "connect ECONNREFUSED" },
    { at: ago(30), health: 80, metrics: { keys: 3 } },
  ]);
  expect(await listSamples(org.viewer, "cache", { period: "1h" })).toEqual([
    { at: ago(30).toISOString(), health: 80, latency_ms: 2, metrics: { keys: 3 }, error: null },
  ]);
  expect(await listSamples(org.viewer, "cache", { period: "6h" })).toEqual([
    {
      at: ago(240).toISOString(),
      health: 33.33,
      latency_ms: 5,
      metrics: { samples: 3, lowest_health: 0 },
      error: "connect ECONNREFUSED",
    },
    { at: ago(30).toISOString(), health: 80, latency_ms: 2, metrics: { samples: 1, lowest_health: 80 }, error: null },
  ]);
  const stranger = await newOrganization();
  await expect(listSamples(stranger.owner, "cache", {})).rejects.toMatchObject({ code: "not_found" });
});
