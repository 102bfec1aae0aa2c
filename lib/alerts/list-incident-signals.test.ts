import { afterAll, beforeAll, expect, test } from "vitest";
import { listIncidentAlerts, listIncidentSignals } from "@/lib/alerts";
import { createIncident } from "@/lib/incidents";
import { closeDatabase, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { newOrganization } from "@/test/organization";
import { newIntegration } from "./correlate/stage.fixture";

const FIRING = 140;
const OVER = 95;
let org: Awaited<ReturnType<typeof newOrganization>>;
let incidentId: string;
beforeAll(async () => {
  org = await newOrganization();
  incidentId = (await createIncident(org.responder, { title: "A storm" })).id;
  const { id: integrationId } = await newIntegration(org.id, "alertmanager");
  const began = Date.parse("2026-11-21T03:00:00Z");
  await prisma().signal.createMany({
    data: Array.from({ length: FIRING + OVER }, (_, i) => ({
      ...{ id: newId(), organizationId: org.id, integrationId, incidentId, dedupKey: `${i}`, title: `Alert ${i}` },
      // Many change at once, so that the time alone does not decide their order.
      ...{ severity: "high", serviceName: "checkout", changedAt: new Date(began + Math.floor(i / 10) * 1_000) },
      status: i % 47 < 19 ? "resolved" : "firing",
    })),
  });
});
afterAll(closeDatabase);

test("every signal is on one page, what fires first, then what changed last", async () => {
  const all = [];
  for (let page = 1; page <= 5; page++) {
    const found = await listIncidentSignals(org.viewer, incidentId, { page, page_size: 50 });
    expect(found).toMatchObject({ page, page_size: 50, total: FIRING + OVER, has_next: page < 5 });
    all.push(...found.items);
  }
  expect(new Set(all.map(({ id }) => id)).size).toBe(FIRING + OVER);
  expect(all.map(({ status }) => status)).toEqual([...Array(FIRING).fill("firing"), ...Array(OVER).fill("resolved")]);
  for (const status of ["firing", "resolved"]) {
    const times = all.filter((one) => one.status === status).map((one) => one.changed_at);
    expect(times).toEqual(times.toSorted().reverse());
  }
  expect(await listIncidentSignals(org.viewer, incidentId, { page: 6, page_size: 50 })).toMatchObject({
    items: [],
    has_next: false,
  });
  // What comes with the alerts is the first page.
  const heard = await listIncidentAlerts(org.viewer, incidentId);
  expect(heard.signals.map(({ id }) => id)).toEqual(all.slice(0, 100).map(({ id }) => id));
  expect(heard.signals_total).toEqual({ firing: FIRING, resolved: OVER, lost: 0 });
});

test("nobody reads those of another organization", async () => {
  const foreign = await newOrganization();
  await expect(listIncidentSignals(foreign.owner, incidentId, {})).rejects.toMatchObject({ code: "not_found" });
  await expect(listIncidentSignals(org.viewer, incidentId, { page: 0 })).rejects.toThrow();
});
