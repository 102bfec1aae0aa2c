import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { acknowledgeIncident, addNote, createIncident, reopenIncident, resolveIncident } from "@/lib/incidents";
import { useClock } from "@/lib/platform/clock";
import { closeDatabase, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { newOrganization } from "@/test/organization";
import {
  activityFeed,
  automationMetrics,
  dashboardStats,
  incidentTrend,
  resolutionTimes,
  severityDistribution,
  topServices,
} from ".";

type Organization = Awaited<ReturnType<typeof newOrganization>>;
const MINUTE = 60_000;
const NOON = Date.parse("2026-03-10T12:00:00.000Z");
const none = { count: 0, median_ms: null, p90_ms: null, mean_ms: null };

let now = NOON;
let restore: () => void;
let org: Organization;
beforeAll(() => {
  restore = useClock({ now: () => new Date(now), sleep: () => Promise.resolve() });
});
beforeEach(async () => {
  now = NOON;
  org = await newOrganization();
});
afterAll(async () => {
  restore();
  await closeDatabase();
});

const at = (minutes: number) => {
  now = NOON + minutes * MINUTE;
};
const open = (severity: "critical" | "high" | "medium" | "low" = "medium", service = "checkout-api") =>
  createIncident(org.responder, { title: `${service} is slow`, severity, service_name: service });

test("a fresh organization has zeros where things are counted and nothing where things are measured", async () => {
  const stats = await dashboardStats(org.viewer, {});
  expect(stats).toMatchObject({ opened: 0, resolved: 0, time_to_resolve: none, time_to_acknowledge: none });
  expect(stats.open).toMatchObject({ total: 0, oldest_opened_at: null });
  expect(stats.fixed_by_nightshift).toEqual({ numerator: 0, denominator: 0, share: null });
  expect((await resolutionTimes(org.viewer, {})).by_severity.critical.time_to_resolve).toEqual(none);
  const trend = await incidentTrend(org.viewer, {});
  expect(trend.buckets).toHaveLength(24);
  expect(trend.buckets.every(({ opened, resolved }) => opened === 0 && resolved === 0)).toBe(true);
  expect(await activityFeed(org.viewer, {})).toEqual({ items: [], next_before: null });
  expect((await topServices(org.viewer, {})).items).toEqual([]);
  expect((await severityDistribution(org.viewer, {})).items.map(({ share }) => share)).toEqual([
    null,
    null,
    null,
    null,
  ]);
});

test("counts, times and buckets tell the day as it went, and a reopening takes its resolution back", async () => {
  at(-180);
  const slow = await open("critical");
  at(-170);
  await acknowledgeIncident(org.responder, slow.id);
  at(-150);
  await resolveIncident(org.responder, slow.id, {});
  at(-60);
  const quick = await open("low", "search-api");
  at(-50);
  await resolveIncident(org.responder, quick.id, {});
  at(-5);
  await open("high");
  at(0);

  const stats = await dashboardStats(org.viewer, {});
  expect(stats).toMatchObject({ opened: 3, resolved: 2, opened_before: 0 });
  expect(stats.open).toMatchObject({ total: 1, triggered: 1, unassigned: 1, by_severity: { high: 1, low: 0 } });
  expect(stats.time_to_resolve).toEqual({
    count: 2,
    median_ms: 20 * MINUTE,
    p90_ms: 28 * MINUTE,
    mean_ms: 20 * MINUTE,
  });
  expect(stats.time_to_acknowledge).toMatchObject({ count: 1, median_ms: 10 * MINUTE });
  const times = await resolutionTimes(org.viewer, {});
  expect(times.by_severity.critical.time_to_resolve).toMatchObject({ count: 1, median_ms: 30 * MINUTE });
  expect(times.by_severity.high.time_to_resolve).toEqual(none);

  const trend = await incidentTrend(org.viewer, { period: "6h", tz: "Asia/Kolkata" });
  expect(trend).toMatchObject({ bucket: "quarter_hour", opened: 3, resolved: 2 });
  const busy = trend.buckets.filter(({ opened, resolved }) => opened + resolved > 0);
  expect(busy.map(({ start }) => start.slice(11, 16))).toEqual(["09:00", "09:30", "11:00", "11:45"]);

  const top = await topServices(org.viewer, { limit: 1 });
  expect(top.items).toMatchObject([
    { service_name: "checkout-api", opened: 2, critical_or_high: 2, open_now: 1, status: null },
  ]);
  const severity = await severityDistribution(org.viewer, {});
  expect(severity).toMatchObject({ opened: 3, open_now: 1 });
  expect(severity.items.map(({ opened }) => opened)).toEqual([1, 1, 0, 1]);

  await reopenIncident(org.responder, quick.id, {});
  expect(await dashboardStats(org.viewer, {})).toMatchObject({ opened: 3, resolved: 1, open: { total: 2 } });
  expect(await incidentTrend(org.viewer, { period: "6h" })).toMatchObject({ opened: 3, resolved: 1 });
  at(3 * 24 * 60);
  expect(await dashboardStats(org.viewer, { period: "1h" })).toMatchObject({ opened: 0, open: { total: 2 } });
});

test("only what a verified execution resolved counts as fixed by Nightshift", async () => {
  const incidents = await Promise.all([open(), open(), open(), open()]);
  const [fixed, byHand, rolledBack] = incidents.map(({ id }) => id);
  const run = async (incidentId: string, state: string, proposal = "approved") => {
    const [id, proposalId] = [newId(), newId()];
    await prisma().proposal.create({
      data: {
        id: proposalId,
        organizationId: org.id,
        incidentId,
        serviceId: newId(),
        action: "redis.flush-all",
        title: "-",
        description: "-",
        params: {},
        targetKind: "docker",
        targetName: "-",
        targetIdentity: "-",
        preState: {},
        preStateDigest: "-",
        commandPreview: [],
        risk: "high",
        reversible: false,
        effect: {},
        expectedResult: "-",
        fallback: [],
        alternatives: [],
        state: proposal,
        policyReason: "-",
        policyVersion: "-",
        contentHash: "-",
        createdAt: new Date(now),
        expiresAt: new Date(now + 30 * MINUTE),
      },
    });
    if (proposal !== "approved") return;
    await prisma().execution.create({
      data: {
        id,
        organizationId: org.id,
        proposalId,
        incidentId,
        permitId: newId(),
        state,
        approvedBy: "A responder",
        finishedAt: state === "unknown" ? null : new Date(now),
      },
    });
  };
  at(10);
  await run(fixed ?? "", "succeeded");
  await resolveIncident(org.responder, fixed ?? "", {});
  await run(byHand ?? "", "succeeded");
  await run(rolledBack ?? "", "rolled_back");
  await run(rolledBack ?? "", "-", "rejected");
  await run(rolledBack ?? "", "unknown");
  at(20);
  await resolveIncident(org.responder, byHand ?? "", {});

  const share = (numerator: number, denominator: number) => ({
    numerator,
    denominator,
    share: numerator / denominator,
  });
  expect(await automationMetrics(org.viewer, {})).toMatchObject({
    fixed_by_nightshift: share(1, 2),
    proposed: share(3, 4),
    approved: share(4, 5),
    rejected: share(1, 5),
    undecided: share(0, 5),
    succeeded: share(2, 3),
    rolled_back: share(1, 3),
    failed: share(0, 3),
    unknown_now: 1,
  });
});

test("the feed goes back entry by entry without loss, and nobody else's are in it", async () => {
  const foreign = await newOrganization();
  const incident = await open("high");
  // At the same millisecond: the order is decided by more than the time.
  for (const text of ["one", "two", "three", "x".repeat(600)]) await addNote(org.responder, incident.id, { text });
  const seen: string[] = [];
  let before: string | null = null;
  do {
    const page = await activityFeed(org.viewer, { limit: 2, ...(before && { before }) });
    seen.push(...page.items.map(({ text }) => text));
    expect(page.items[0]?.incident).toMatchObject({ id: incident.id, number: 1, severity: "high" });
    before = page.next_before;
  } while (before);
  expect(seen).toHaveLength(5);
  expect(seen[0]).toBe(`${"x".repeat(500)}…`);
  expect(seen.slice(1, 4)).toEqual(["three", "two", "one"]);
  await expect(activityFeed(org.viewer, { before: "2026-13-99T00:00:00.000Z_x" })).rejects.toThrow();
  expect((await activityFeed(foreign.viewer, {})).items).toEqual([]);
  expect(await dashboardStats(foreign.viewer, {})).toMatchObject({ opened: 0, open: { total: 0 } });
});

test("what is remembered is computed once, and forgotten when anything changes", async () => {
  await open();
  const [one, two] = await Promise.all([dashboardStats(org.viewer, {}), dashboardStats(org.viewer, {})]);
  expect(one.opened).toBe(1);
  expect(two.open).toBe(one.open);
  await open();
  expect((await dashboardStats(org.viewer, {})).opened).toBe(2);
});
