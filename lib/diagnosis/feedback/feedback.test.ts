import { afterAll, beforeEach, expect, test } from "vitest";
import { listTimeline } from "@/lib/incidents";
import { closeDatabase, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { newOrganization } from "@/test/organization";
import { diagnoseIncident, getDiagnosis, giveFeedback, withdrawFeedback } from "..";
import { openFor } from "../practice.fixture";

let organization: Awaited<ReturnType<typeof newOrganization>>;
let incidentId: string;
let diagnosis_id: string;
beforeEach(async () => {
  organization = await newOrganization();
  incidentId = await openFor(organization.system, null, { health: 10, errorLines: [], metrics: {} });
  diagnosis_id = (await diagnoseIncident(organization.system, { incidentId, engine: "rules" })).id;
});
afterAll(closeDatabase);

test("everybody has one word, which they may change and take back; the story and the record keep each", async () => {
  const wrong = {
    diagnosis_id,
    verdict: "wrong",
    real_cause: "The token ghp_abcdefghijklmnopqrstuvwxyz0123456789",
  } as const;
  await giveFeedback(organization.responder, { diagnosis_id, verdict: "helpful" });
  await giveFeedback(organization.admin, { diagnosis_id, verdict: "helpful" });
  await giveFeedback(organization.responder, wrong);
  expect((await getDiagnosis(organization.viewer, incidentId))?.feedback).toMatchObject([
    { by: { name: "A admin" }, verdict: "helpful", real_cause: null },
    { by: { name: "A responder" }, verdict: "wrong", real_cause: "The token [redacted]" },
  ]);
  expect(await withdrawFeedback(organization.responder, diagnosis_id)).toHaveLength(1);
  expect(await withdrawFeedback(organization.responder, diagnosis_id)).toHaveLength(1);
  const story = (await listTimeline(organization.viewer, incidentId)).filter(({ kind }) => kind === "feedback");
  expect(story.map(({ text }) => text)).toEqual([
    "The diagnosis by rules was helpful",
    "The diagnosis by rules was helpful",
    "The diagnosis by rules was wrong; the real cause: The token [redacted]",
    "Took back what was said of the diagnosis by rules",
  ]);
  const audit = await prisma().auditEntry.findMany({
    where: { organizationId: organization.id, verb: { contains: "feedback" } },
    orderBy: { seq: "asc" },
  });
  expect(audit.at(-1)?.data).toMatchObject({ before: { verdict: "wrong" }, after: null });
  expect(JSON.stringify(audit.map(({ data }) => data))).not.toContain("ghp_");
});

test("viewers, loops and strangers have no word, and a diagnosis that says nothing gets none", async () => {
  const helpful = { diagnosis_id, verdict: "helpful" } as const;
  await expect(giveFeedback(organization.viewer, helpful)).rejects.toMatchObject({ code: "forbidden" });
  await expect(giveFeedback(organization.system, helpful)).rejects.toMatchObject({ code: "forbidden" });
  const stranger = (await newOrganization()).owner;
  await expect(giveFeedback(stranger, helpful)).rejects.toMatchObject({ code: "not_found" });
  await expect(withdrawFeedback(stranger, diagnosis_id)).rejects.toMatchObject({ code: "not_found" });
  await expect(
    giveFeedback(organization.responder, { diagnosis_id: newId(), verdict: "helpful" }),
  ).rejects.toMatchObject({ code: "not_found" });
  await prisma().diagnosis.update({ where: { id: diagnosis_id }, data: { state: "failed" } });
  await expect(giveFeedback(organization.responder, helpful)).rejects.toMatchObject({ code: "conflict" });
});

test("the same person twice at once leaves one word", async () => {
  const say = (verdict: "helpful" | "wrong") => giveFeedback(organization.responder, { diagnosis_id, verdict });
  await Promise.all([say("helpful"), say("wrong"), say("helpful")]);
  expect(await prisma().diagnosisFeedback.count({ where: { diagnosisId: diagnosis_id } })).toBe(1);
});
