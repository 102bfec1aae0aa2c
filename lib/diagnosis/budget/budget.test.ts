import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { closeDatabase, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import type { MessagesApi } from "@/scripts/investigate/messages-api";
import { startClaude } from "@/test/claude";
import { newOrganization } from "@/test/organization";
import { changeInvestigationSettings, getDiagnosis, getInvestigationSettings, investigateIncident } from "..";
import type { DiagnosisRow } from "../diagnosis-row";
import { openFor } from "../practice.fixture";
import { startDiagnosis } from "../start-diagnosis";
import { reserveBudget } from "./reserve";

let api: MessagesApi;
let organization: Awaited<ReturnType<typeof newOrganization>>;
beforeAll(async () => {
  api = await startClaude(() => ({ status: 401, type: "authentication_error" }));
});
beforeEach(async () => {
  organization = await newOrganization();
});
afterAll(async () => {
  await api.close();
  await closeDatabase();
});

const newIncident = () => openFor(organization.system, null, { health: 10, errorLines: [], metrics: {} });
const limits = (usd: Partial<Record<"usd_per_incident" | "usd_per_day" | "usd_per_month", number>>, isOn = true) =>
  changeInvestigationSettings(organization.admin, {
    ...{ is_on: isOn, usd_per_incident: 1, usd_per_day: 20, usd_per_month: 200 },
    ...usd,
  });
async function started(incidentId: string) {
  const by = { engine: "claude", model: "claude-test", afterId: null } as const;
  const begun = await startDiagnosis(organization.system, incidentId, by);
  if (!begun) throw new Error("It is resolved");
  return begun.row;
}
async function spend(usd: number, { incidentId = newId(), diagnosisId = newId(), at = new Date() } = {}) {
  const tokens = { inputTokens: 1, outputTokens: 1, cacheWriteTokens: 0, cacheReadTokens: 0 };
  const about = { organizationId: organization.id, incidentId, diagnosisId, stepNumber: 0, at };
  await prisma().modelCall.create({
    data: { id: newId(), ...about, model: "claude-test", outcome: "end_turn", ...tokens, usd },
  });
}

test.each([
  [
    "the month",
    { usdPerDay: 100, usdPerMonth: 50 },
    50,
    /budget of this month \(\$50\.00\) is used up: \$50\.00 were spent/,
  ],
  ["the day", { usdPerDay: 5 }, 5.2, /budget of this day \(\$5\.00\) is used up/],
] as const)("when %s is used up, no question is asked, and the page says why", async (_, limit, spent, words) => {
  await limits({});
  // Past what is taken now: a day that may cost more than its month was kept once.
  await prisma().investigationSettings.update({ where: { organizationId: organization.id }, data: limit });
  await spend(spent);
  const incidentId = await newIncident();
  const before = api.asked.length;
  expect(await investigateIncident(organization.system, incidentId)).toBe("failed");
  expect(api.asked.length).toBe(before);
  const { investigation } = (await getDiagnosis(organization.viewer, incidentId)) ?? {};
  expect(investigation?.problem).toMatch(words);
  expect(investigation?.problem).toMatch(/The rules speak alone\.$/);
});

const reserve = (row: DiagnosisRow) =>
  reserveBudget(row, (tx, reservedUsd) => tx.diagnosis.updateMany({ where: { id: row.id }, data: { reservedUsd } }));

test("an incident gets its figure once, however often it is investigated; yesterday and other organizations do not count", async () => {
  await limits({ usd_per_day: 2 });
  const incidentId = await newIncident();
  await spend(0.4, { incidentId });
  await spend(5, { at: new Date(Date.now() - 86_400_000) });
  await newOrganization().then(async (other) => {
    const ours = organization;
    organization = other;
    await spend(100);
    organization = ours;
  });
  const row = await started(incidentId);
  expect(await reserve(row)).toEqual({
    usd: 0.6,
    money: "$0.60, what was left of the $1.00 of this incident",
  });
  await spend(0.6, { incidentId, diagnosisId: row.id });
  await prisma().diagnosis.update({ where: { id: row.id }, data: { state: "inconclusive" } });
  expect(await reserve(await started(incidentId))).toEqual({
    problem: "The budget of this incident ($1.00) is used up: $1.00 were spent",
  });
});

test("investigations that begin at once never count on the same money, and a dead one's promise is free again", async () => {
  await limits({ usd_per_day: 2.5 });
  const rows = await Promise.all([1, 2, 3, 4, 5].map(async () => started(await newIncident())));
  const reserved = await Promise.all(rows.map(reserve));
  const granted = reserved.flatMap((one) => ("usd" in one ? [one.usd] : []));
  expect(granted.toSorted()).toEqual([0.5, 1, 1]);
  expect(reserved.filter((one) => "problem" in one)).toEqual(
    Array(2).fill({
      problem: "The budget of this day ($2.50) is promised to investigations that are under way",
    }),
  );
  expect(await getInvestigationSettings(organization.viewer)).toMatchObject({ promised_usd: 2.5, today: { usd: 0 } });
  // What one has spent is not promised any more.
  const first = reserved.findIndex((one) => "usd" in one && one.usd === 1);
  await spend(0.75, { diagnosisId: rows[first]?.id });
  expect(await getInvestigationSettings(organization.viewer)).toMatchObject({
    promised_usd: 1.75,
    today: { usd: 0.75, answers: 1, incidents: 1 },
  });
  await prisma().diagnosis.updateMany({
    where: { organizationId: organization.id },
    data: { aliveAt: new Date(Date.now() - 120_000) },
  });
  expect((await getInvestigationSettings(organization.viewer)).promised_usd).toBe(0);
});

test("limits that contradict each other are refused at the field that is too small, and nothing changes", async () => {
  await expect(limits({ usd_per_incident: 0.001 })).rejects.toMatchObject({ issues: [{ path: ["usd_per_incident"] }] });
  await expect(limits({ usd_per_incident: 100, usd_per_day: 5, usd_per_month: 1 })).rejects.toMatchObject({
    issues: [
      { path: ["usd_per_day"], message: "A day needs at least what one incident may cost" },
      { path: ["usd_per_month"], message: "A month needs at least what a day may cost" },
    ],
  });
  expect(await getInvestigationSettings(organization.viewer)).toMatchObject({ usd_per_incident: 1, usd_per_day: 20 });
  expect(await limits({ usd_per_incident: 0.07 })).toMatchObject({ usd_per_incident: 0.07 });
  expect(await limits({ usd_per_incident: 2, usd_per_day: 2, usd_per_month: 2 })).toMatchObject({ usd_per_day: 2 });
});

test("only who may configure sets limits; the record says what they were; switched off, nobody asks", async () => {
  await expect(
    changeInvestigationSettings(organization.responder, {
      ...{ is_on: true, usd_per_incident: 1, usd_per_day: 1, usd_per_month: 1 },
    }),
  ).rejects.toMatchObject({ code: "forbidden" });
  expect(await limits({ usd_per_day: 7.01 }, false)).toMatchObject({ is_on: false, usd_per_day: 7.01 });
  const entry = await prisma().auditEntry.findFirst({
    where: { organizationId: organization.id, verb: "settings.change-investigation" },
  });
  expect(entry?.data).toMatchObject({
    before: { is_on: true, usd_per_day: 20 },
    after: { is_on: false, usd_per_day: 7.01 },
  });
  const before = api.asked.length;
  expect(await investigateIncident(organization.system, await newIncident())).toBe("failed");
  expect(api.asked.length).toBe(before);
});
