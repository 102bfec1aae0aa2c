import { afterAll, beforeEach, expect, test } from "vitest";
import { listTimeline, resolveIncident } from "@/lib/incidents";
import { closeDatabase, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { openNow } from "@/test/open-now";
import { newOrganization } from "@/test/organization";
import { diagnoseIncident, getDiagnosis, giveFeedback, listToldCauses, withdrawFeedback } from "..";
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

const opened = async (serviceName: string, cause: string) => {
  const { incidentId: id } = await openNow(organization.system, {
    ...{ serviceId: null, serviceName, affectedSystem: serviceName, cause, source: "generic" },
    ...{ title: `${serviceName} fails`, description: "", severity: "high" as const },
    ...{ errorLogs: [], metricsSnapshot: {}, health: null },
  });
  return { id, diagnosis_id: (await diagnoseIncident(organization.system, { incidentId: id, engine: "rules" })).id };
};
const tell = (about: { diagnosis_id: string }, real_cause: string) =>
  giveFeedback(organization.responder, { diagnosis_id: about.diagnosis_id, verdict: "wrong", real_cause });

test("the real cause that people named is shown with the next incident of the service that looks the same, and with no other", async () => {
  const first = await opened("checkout", "5xx");
  await tell(first, "The import <b>ran</b> at noon, with ghp_abcdefghijklmnopqrstuvwxyz0123456789");
  await resolveIncident(organization.responder, first.id, {});
  const second = await opened("checkout", "5xx");
  expect(await listToldCauses(organization.viewer, second.id)).toMatchObject([
    {
      ...{ incident_id: first.id, by: { name: "A responder" } },
      real_cause: "The import <b>ran</b> at noon, with [redacted]",
    },
  ]);
  expect(await listToldCauses(organization.viewer, first.id)).toEqual([]);
  const elsewhere = [await opened("billing", "5xx"), await opened("checkout", "slow")];
  for (const { id } of elsewhere) expect(await listToldCauses(organization.viewer, id)).toEqual([]);

  // The same fault, however it was told of.
  const fault = { rootCause: { fault: "host.disk_full" } };
  await prisma().diagnosis.updateMany({
    where: { id: { in: [first.diagnosis_id, elsewhere[1]?.diagnosis_id ?? ""] } },
    data: fault,
  });
  expect(await listToldCauses(organization.viewer, elsewhere[1]?.id ?? "")).toHaveLength(1);
  await withdrawFeedback(organization.responder, first.diagnosis_id);
  expect(await listToldCauses(organization.viewer, second.id)).toEqual([]);
  const stranger = (await newOrganization()).owner;
  await expect(listToldCauses(stranger, second.id)).rejects.toMatchObject({ code: "not_found" });
});
