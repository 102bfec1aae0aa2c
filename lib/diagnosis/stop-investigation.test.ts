import { afterAll, beforeAll, expect, test } from "vitest";
import { reopenIncident, resolveIncident } from "@/lib/incidents";
import { closeDatabase, prisma } from "@/lib/platform/db";
import type { Asked, MessagesApi, Turn } from "@/scripts/investigate/messages-api";
import { startClaude, use } from "@/test/claude";
import { openNow } from "@/test/open-now";
import { newOrganization } from "@/test/organization";
import { changeInvestigationSettings, diagnoseIncident, getDiagnosis, investigateIncident, stopInvestigation } from ".";
import { looked, saying, stillTime, supposed } from "./investigator/wire.fixture";

let api: MessagesApi;
let script: (asked: Asked, count: number) => Turn | Promise<Turn>;
beforeAll(async () => {
  api = await startClaude((asked, count) => script(asked, count));
});
afterAll(async () => {
  await api.close();
  await closeDatabase();
});

const concluded = use("conclude", {
  ...{ outcome: "inconclusive", summary: [{ text: "Nothing shows it.", evidence: [1] }], root_cause: null },
});
const jobs = (incidentId: string) =>
  prisma().$queryRaw<{ key: string | null; is_over: boolean }[]>`
    SELECT j.key, attempts >= max_attempts AS is_over
    FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
    WHERE t.identifier = 'investigate' AND payload::text LIKE ${`%${incidentId}%`} ORDER BY j.id`;

async function alertedIncident() {
  const organization = await newOrganization();
  const { incidentId } = await openNow(organization.system, {
    ...{ serviceId: null, serviceName: "checkout", affectedSystem: "checkout", cause: "x", source: "generic" },
    ...{ title: "Checkout fails", description: "", severity: "high" as const },
    ...{ errorLogs: [], metricsSnapshot: {}, health: null },
  });
  const byRules = await diagnoseIncident(organization.owner, { incidentId });
  return { ...organization, incidentId, byRules };
}

test("one that a person stops in the middle writes nothing more, is not tried again, and leaves the rules to speak and a new one to start", async () => {
  const { owner, viewer, system, id, incidentId, byRules } = await alertedIncident();
  await expect(stopInvestigation(owner, incidentId)).rejects.toMatchObject({ code: "conflict" });
  await prisma().$executeRaw`UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'w', attempts = 1`;
  const stranger = await newOrganization();
  script = async (_, count) => {
    if (count === 1) {
      await expect(stopInvestigation(viewer, incidentId)).rejects.toMatchObject({ code: "forbidden" });
      await expect(stopInvestigation(system, incidentId)).rejects.toMatchObject({ code: "forbidden" });
      await expect(stopInvestigation(stranger.owner, incidentId)).rejects.toMatchObject({ code: "not_found" });
      const left = await stopInvestigation(owner, incidentId);
      expect(left).toMatchObject({ id: byRules.id, engine: "rules", state: byRules.state });
    }
    return { content: count === 0 ? [supposed] : [looked, concluded] };
  };
  expect(await investigateIncident(system, incidentId)).toBe("failed");

  const told = await getDiagnosis(viewer, incidentId);
  const words = `${owner.actor.name} stopped the investigation. The rules speak alone.`;
  expect(told).toMatchObject({ id: byRules.id, evidence: byRules.evidence });
  expect(told?.investigation).toMatchObject({ state: "failed", problem: words, spent: { calls: 2 } });
  expect(told?.investigation?.steps.map(({ kind }) => kind)).toEqual(["hypothesis"]);
  expect(await jobs(incidentId)).toEqual([expect.objectContaining({ key: null, is_over: true })]);
  const entries = await prisma().timelineEntry.findMany({ where: { incidentId, text: words } });
  expect(entries).toMatchObject([{ actorKind: "user" }]);
  expect(await prisma().auditEntry.count({ where: { organizationId: id, verb: "diagnosis.stop" } })).toBe(1);
  await expect(stopInvestigation(owner, incidentId)).rejects.toMatchObject({ code: "conflict" });

  const again = await diagnoseIncident(owner, { incidentId });
  expect(again).toMatchObject({ engine: "rules", state: byRules.state });
  expect((await jobs(incidentId)).filter(({ is_over }) => !is_over)).toHaveLength(1);
  script = () => ({ content: [concluded] });
  expect(await investigateIncident(system, incidentId)).toBe("inconclusive");
});

const limits = { usd_per_incident: 1, usd_per_day: 20, usd_per_month: 200 };
type Alerted = Awaited<ReturnType<typeof alertedIncident>>;
const ends: [name: string, end: (one: Alerted) => Promise<unknown>, words: RegExp][] = [
  [
    "switched off",
    ({ owner }) => changeInvestigationSettings(owner, { is_on: false, ...limits }),
    /^Claude was switched off in the settings\. The rules speak alone\.$/,
  ],
  [
    "resolved",
    ({ owner, incidentId }) => resolveIncident(owner, incidentId, {}),
    /^The incident was resolved, so the investigation came to an end\. The rules speak alone\.$/,
  ],
];

test.each(ends)(
  "one whose incident or Claude is %s stops at its next step and keeps what it found",
  async (_, end, words) => {
    const one = await alertedIncident();
    script = async (_, count) => {
      if (count === began + 1) await end(one);
      return { content: count === began ? [supposed] : [looked] };
    };
    const began = api.asked.length;
    expect(await investigateIncident(one.system, one.incidentId)).toBe("failed");
    expect(api.asked.length - began).toBe(2);
    const told = await getDiagnosis(one.viewer, one.incidentId);
    expect(told).toMatchObject({ id: one.byRules.id, engine: "rules" });
    expect(told?.investigation).toMatchObject({ state: "failed", problem: words, spent: { calls: 2 } });
    expect(told?.investigation?.steps.map(({ kind }) => kind)).toEqual(["hypothesis"]);
  },
);

test.each(ends)("an answer that streams while the incident or Claude is %s is broken off", async (_, end) => {
  const time = stillTime();
  try {
    const one = await alertedIncident();
    const began = api.asked.length;
    script = () =>
      saying({ content: [concluded] }, 3, async (say) => {
        await end(one);
        while (!say.isOver()) await time.pass(5_000);
      });
    expect(await investigateIncident(one.system, one.incidentId)).toBe("failed");
    expect(api.asked.length - began).toBe(1);
    expect((await getDiagnosis(one.viewer, one.incidentId))?.investigation?.spent.calls).toBe(1);
  } finally {
    time.restore();
  }
});

test("a last answer that comes after the incident was resolved, and an investigation that had not begun, change nothing", async () => {
  const one = await alertedIncident();
  const began = api.asked.length;
  script = async () => {
    await resolveIncident(one.owner, one.incidentId, {});
    return { content: [concluded] };
  };
  expect(await investigateIncident(one.system, one.incidentId)).toBe("failed");
  expect(await investigateIncident(one.system, one.incidentId)).toBe("failed");
  expect(api.asked.length - began).toBe(1);
  // Opened again, it is looked into again.
  await reopenIncident(one.owner, one.incidentId, {});
  await diagnoseIncident(one.owner, { incidentId: one.incidentId });
  script = () => ({ content: [concluded] });
  expect(await investigateIncident(one.system, one.incidentId)).toBe("inconclusive");
});
