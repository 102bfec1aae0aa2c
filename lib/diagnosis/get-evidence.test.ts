import { afterAll, expect, test } from "vitest";
import { closeDatabase, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { openNow } from "@/test/open-now";
import { newOrganization } from "@/test/organization";
import { diagnoseIncident, getEvidence } from ".";
import { rowOf } from "./store-evidence";

afterAll(closeDatabase);

const PASSWORD = "hunter2hunter2";

test("the full text behind an excerpt can be read, without secrets, and by nobody else", async () => {
  const { viewer, owner, system, id: organizationId } = await newOrganization();
  const { incidentId } = await openNow(system, {
    ...{ serviceId: null, serviceName: "checkout", affectedSystem: "checkout", cause: "x", source: "generic" },
    ...{ title: "Checkout fails", description: "", severity: "high" as const },
    ...{ errorLogs: [], metricsSnapshot: {}, health: null },
  });
  const { id: diagnosisId, evidence } = await diagnoseIncident(owner, { incidentId, engine: "rules" });
  const short = evidence[0];
  expect(short?.has_more).toBe(false);
  expect(await getEvidence(viewer, short?.id ?? "")).toEqual({ ...short, text: short?.excerpt, is_cut: false });

  const found = async (number: number, text: string) => {
    const finding = { source: "redis.info", command: "INFO", text, collectedAt: new Date(), observations: {} };
    const row = rowOf({ diagnosisId, organizationId, incidentId, secrets: [] }, number, finding as never);
    await prisma().evidence.create({ data: row });
    return getEvidence(viewer, row.id ?? "");
  };
  const long = await found(90, `${"line\n".repeat(2_000)}password=${PASSWORD} the <b>end</b>\u202e`);
  expect(long).toMatchObject({ number: 90, has_more: true, is_cut: false });
  expect(long.excerpt).not.toContain("end");
  expect(long.text).toMatch(/<b>end<\/b>$/);
  expect(long.text).not.toContain(PASSWORD);
  const endless = await found(91, "x".repeat(300_000));
  expect(endless.is_cut).toBe(true);
  expect(endless.text).toMatch(/bytes were cut$/);

  const stranger = await newOrganization();
  for (const id of [long.id, newId(), "x"])
    await expect(getEvidence(stranger.owner, id)).rejects.toMatchObject({ code: "not_found" });
});
