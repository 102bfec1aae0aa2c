import { afterAll, beforeEach, expect, test } from "vitest";
import { getSolution, listTimeline, reopenIncident, resolveIncident } from "@/lib/incidents";
import { clock } from "@/lib/platform/clock";
import { closeDatabase, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { newOrganization } from "@/test/organization";
import {
  analyze,
  createSolution,
  diagnoseIncident,
  getDiagnosis,
  getOneDiagnosis,
  investigateIncident,
  listDiagnoses,
} from ".";
import { openFor } from "./practice.fixture";

let org: Awaited<ReturnType<typeof newOrganization>>;
let incidentId: string;
beforeEach(async () => {
  org = await newOrganization();
  incidentId = await openFor(org.system, null, { health: 0, errorLines: [], metrics: {} });
});
afterAll(closeDatabase);

const diagnose = () => diagnoseIncident(org.responder, { incidentId, engine: "rules" });
const resolve = () => resolveIncident(org.responder, incidentId, {});
const refused = { code: "conflict", message: expect.stringContaining("about another time") };
const secondsFromNow = (seconds: number) => new Date(clock.now().getTime() + seconds * 1_000);

/** One by Claude as it is stored. */
async function byClaude(over: { state: string; startedAt: Date; completedAt: Date | null; summary?: string }) {
  const cause = { component: "import", fault: "other.import", statement: "The import fills it.", confidence: 0.8 };
  const row = { id: newId(), organizationId: org.id, incidentId, engine: "claude", model: "claude-test", ...over };
  await prisma().diagnosis.create({ data: { ...row, ...(over.state === "completed" && { rootCause: cause }) } });
  return row.id;
}

test("once it is resolved nobody looks again, until it is reopened", async () => {
  const before = await diagnose();
  await resolve();
  await expect(diagnose()).rejects.toMatchObject(refused);
  await expect(analyze(org.responder, { incident_id: incidentId, engine: "rules" })).rejects.toMatchObject(refused);
  await expect(diagnoseIncident(org.system, { incidentId })).rejects.toMatchObject(refused);
  expect(await getDiagnosis(org.viewer, incidentId)).toMatchObject({ id: before.id });
  expect(await createSolution(org.responder, incidentId)).toMatchObject({ based_on: before.id });
  expect(await listDiagnoses(org.viewer, incidentId)).toMatchObject({ total: 1 });

  const undiagnosed = await openFor(org.system, null, { health: 0, errorLines: [], metrics: {} });
  await resolveIncident(org.responder, undiagnosed, {});
  await expect(createSolution(org.responder, undiagnosed)).rejects.toMatchObject(refused);
  expect(await investigateIncident(org.system, undiagnosed)).toBe("failed");
  expect(await listDiagnoses(org.viewer, undiagnosed)).toMatchObject({ total: 0, items: [] });

  await reopenIncident(org.responder, incidentId, {});
  expect((await diagnose()).id).not.toBe(before.id);
});

test("one that was under way when it was resolved is given back, and one whose process died is given up", async () => {
  const row = { organizationId: org.id, incidentId, engine: "rules", state: "running" };
  const id = newId();
  await prisma().diagnosis.create({ data: { ...row, id, startedAt: clock.now(), aliveAt: clock.now() } });
  await resolve();
  expect(await diagnose()).toMatchObject({ id, state: "running" });
  await prisma().diagnosis.update({ where: { id }, data: { aliveAt: secondsFromNow(-61) } });
  await expect(diagnose()).rejects.toMatchObject(refused);
  expect(await getDiagnosis(org.viewer, incidentId)).toMatchObject({ id, state: "failed" });
});

test("what Claude ends after it was resolved does not take the place of what was acted on", async () => {
  const rules = await diagnose();
  const early = await byClaude({ state: "completed", startedAt: clock.now(), completedAt: clock.now() });
  const late = await byClaude({ state: "running", startedAt: secondsFromNow(1), completedAt: null });
  await resolve();
  await prisma().diagnosis.update({
    where: { id: late },
    data: { state: "completed", completedAt: secondsFromNow(9), summary: "It was something else." },
  });
  expect(await getDiagnosis(org.viewer, incidentId)).toMatchObject({
    ...{ id: rules.id, engine: "rules" },
    investigation: { id: late, state: "completed", conclusion: "It was something else." },
  });
  expect(await createSolution(org.responder, incidentId)).toMatchObject({ based_on: rules.id });
  await prisma().diagnosis.delete({ where: { id: late } });
  expect(await getDiagnosis(org.viewer, incidentId)).toMatchObject({ id: early, engine: "claude" });
});

test("once it is resolved a solution orders nothing any more, and keeps what is for later", async () => {
  const opened = { at: clock.now(), health: 0, errorLines: [], metrics: {} };
  incidentId = await openFor(org.system, null, opened);
  const id = await byClaude({
    state: "completed",
    startedAt: clock.now(),
    completedAt: clock.now(),
    summary: "It fills.",
  });
  const [now, later] = [["End the blocker"], ["Set a limit"]];
  await prisma().diagnosis.update({ where: { id }, data: { immediateActions: now, longTermFixes: later } });
  const open = await createSolution(org.responder, incidentId);
  expect(open.immediate_steps).toEqual([...now, expect.stringContaining("it was 0 when the incident opened")]);

  await resolve();
  const over = {
    ...{ based_on: id, immediate_steps: [], long_term_fixes: later },
    summary: "The incident is resolved, so there is nothing to do now. What was found before: It fills.",
  };
  expect(await getSolution(org.viewer, incidentId)).toMatchObject(over);
  expect(await createSolution(org.responder, incidentId)).toMatchObject(over);
  const told = (await listTimeline(org.viewer, incidentId)).filter(({ kind }) => kind === "solution");
  expect(told.map(({ text }) => text.split(",")[0])).toEqual(["Solution with 2 steps", "Solution for later"]);

  await reopenIncident(org.responder, incidentId, {});
  expect(await getSolution(org.viewer, incidentId)).toMatchObject({
    ...{ immediate_steps: open.immediate_steps, summary: open.summary },
  });
});

test("earlier diagnoses stay within reach, in their own organization", async () => {
  const first = await diagnose();
  const second = await byClaude({ state: "completed", startedAt: secondsFromNow(1), completedAt: secondsFromNow(2) });
  const third = { state: "failed", startedAt: secondsFromNow(3), completedAt: secondsFromNow(4), summary: "No money." };
  const failed = await byClaude(third);
  const page = await listDiagnoses(org.viewer, incidentId, { page_size: 2 });
  expect(page).toMatchObject({
    ...{ total: 3, has_next: true },
    items: [
      { id: failed, state: "failed", summary: "No money.", root_cause: null },
      { id: second, engine: "claude", root_cause: { statement: "The import fills it.", confidence: 0.8 } },
    ],
  });
  expect((await listDiagnoses(org.viewer, incidentId, { page: 2, page_size: 2 })).items).toMatchObject([
    { id: first.id, engine: "rules", state: first.state },
  ]);
  expect(await getOneDiagnosis(org.viewer, incidentId, first.id)).toEqual(first);
  expect(await getOneDiagnosis(org.viewer, incidentId, second)).toMatchObject({
    ...{ id: second, engine: "claude", investigation: { id: second } },
  });

  const stranger = await newOrganization();
  const other = await openFor(stranger.system, null, { health: 0, errorLines: [], metrics: {} });
  const missing = { code: "not_found" };
  await expect(listDiagnoses(stranger.owner, incidentId)).rejects.toMatchObject(missing);
  await expect(getOneDiagnosis(stranger.owner, incidentId, first.id)).rejects.toMatchObject(missing);
  await expect(getOneDiagnosis(stranger.owner, other, first.id)).rejects.toMatchObject(missing);
  await expect(getOneDiagnosis(org.viewer, incidentId, "17")).rejects.toMatchObject(missing);
});
