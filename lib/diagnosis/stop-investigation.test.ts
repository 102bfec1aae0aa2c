import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabase, prisma } from "@/lib/platform/db";
import type { Asked, MessagesApi, Turn } from "@/scripts/investigate/messages-api";
import { startClaude, use } from "@/test/claude";
import { openNow } from "@/test/open-now";
import { newOrganization } from "@/test/organization";
import { diagnoseIncident, getDiagnosis, investigateIncident, stopInvestigation } from ".";
import { looked, supposed } from "./investigator/wire.fixture";

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
  ...{ outcome: "inconclusive", summary: [{ text: "Nothing shows it.", evidence: [1] }], look_next: [] },
});
const jobs = (incidentId: string) =>
  prisma().$queryRaw<{ key: string | null; is_over: boolean }[]>`
    SELECT j.key, attempts >= max_attempts AS is_over
    FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
    WHERE t.identifier = 'investigate' AND payload::text LIKE ${`%${incidentId}%`} ORDER BY j.id`;

test("one that a person stops in the middle writes nothing more, is not tried again, and leaves the rules to speak and a new one to start", async () => {
  const { owner, viewer, system, id } = await newOrganization();
  const { incidentId } = await openNow(system, {
    ...{ serviceId: null, serviceName: "checkout", affectedSystem: "checkout", cause: "x", source: "generic" },
    ...{ title: "Checkout fails", description: "", severity: "high" as const },
    ...{ errorLogs: [], metricsSnapshot: {}, health: null },
  });
  const byRules = await diagnoseIncident(owner, { incidentId });
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
