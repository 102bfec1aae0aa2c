import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "@/lib/auth";
import { closeDatabase, inTransaction, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { newOrganization } from "@/test/organization";
import {
  acknowledgeIncident,
  addNote,
  createIncident,
  escalateIncident,
  getIncident,
  listIncidents,
  listRelated,
  listTimeline,
  reopenIncident,
  resolveIncident,
  updateIncident,
} from ".";
import type { IncidentSummary } from "./contract";

type Organization = Awaited<ReturnType<typeof newOrganization>>;
let org: Organization;
let foreign: Organization;
let incident: IncidentSummary;
beforeAll(async () => {
  foreign = await newOrganization();
});
beforeEach(async () => {
  org = await newOrganization();
  incident = await createIncident(org.responder, { title: "Checkout is slow", service_name: "checkout-api" });
});
afterAll(closeDatabase);

const writes: Record<string, (ctx: Ctx, id: string) => Promise<unknown>> = {
  acknowledge: acknowledgeIncident,
  resolve: (ctx, id) => resolveIncident(ctx, id, {}),
  reopen: (ctx, id) => reopenIncident(ctx, id, {}),
  note: (ctx, id) => addNote(ctx, id, { text: "Looking" }),
  update: (ctx, id) => updateIncident(ctx, id, { severity: "low" }),
};

describe.each(Object.entries(writes))("%s", (_, write) => {
  test("is refused to a viewer", () =>
    expect(write(org.viewer, incident.id)).rejects.toMatchObject({ code: "forbidden" }));
  test("does not find another organization's incident, nor a malformed id", async () => {
    await expect(write(foreign.owner, incident.id)).rejects.toMatchObject({ code: "not_found" });
    await expect(write(org.owner, "17")).rejects.toMatchObject({ code: "not_found" });
    expect(await getIncident(org.viewer, incident.id)).toEqual(incident);
  });
});

test("a viewer opens nothing", () =>
  expect(createIncident(org.viewer, { title: "x" })).rejects.toMatchObject({ code: "forbidden" }));

test("of several acknowledgements at once exactly one wins, and the others are told who did", async () => {
  const results = await Promise.allSettled(
    Array.from({ length: 5 }, () => acknowledgeIncident(org.responder, incident.id)),
  );
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const result of results) {
    if (result.status === "rejected")
      expect(result.reason).toMatchObject({ code: "conflict", message: expect.stringContaining("A responder") });
  }
});

test("the whole life: acknowledged, noted, resolved, reopened; each told once, to people and to the audit chain", async () => {
  await acknowledgeIncident(org.responder, incident.id);
  await addNote(org.responder, incident.id, { text: "The token is ghp_abcdefghijklmnopqrstuvwxyz0123456789" });
  await inTransaction((tx) =>
    escalateIncident(tx, org.system, { incidentId: incident.id, text: "The fix did not hold" }),
  );
  expect(await getIncident(org.viewer, incident.id)).toMatchObject({ escalation: "The fix did not hold" });
  expect(await resolveIncident(org.admin, incident.id, { resolution: "Rolled back" })).toMatchObject({
    status: "resolved",
    resolved_by: "A admin",
    resolution: "Rolled back",
  });
  await expect(resolveIncident(org.responder, incident.id, {})).rejects.toMatchObject({ code: "conflict" });
  await expect(acknowledgeIncident(org.responder, incident.id)).rejects.toMatchObject({ code: "conflict" });
  const reopened = await reopenIncident(org.responder, incident.id, { reason: "It is back" });
  expect(reopened).toMatchObject({ status: "triggered", acknowledged_by: null, resolved_at: null, escalation: null });
  await expect(reopenIncident(org.responder, incident.id, {})).rejects.toMatchObject({ code: "conflict" });

  const timeline = await listTimeline(org.viewer, incident.id);
  expect(timeline.map(({ kind }) => kind)).toEqual([
    "opened",
    "acknowledged",
    "note",
    "escalated",
    "resolved",
    "reopened",
  ]);
  expect(timeline[2]?.text).toBe("The token is [redacted]");
  const audit = await prisma().auditEntry.findMany({ where: { organizationId: org.id }, orderBy: { seq: "asc" } });
  expect(audit.map(({ verb }) => verb)).toEqual(
    ["create", "acknowledge", "note", "escalate", "resolve", "reopen"].map((verb) => `incident.${verb}`),
  );
  expect(JSON.stringify(audit, (_, value) => (typeof value === "bigint" ? Number(value) : value))).not.toContain(
    "ghp_",
  );
});

test("an update says from what to what, takes only members as assignees, and what is already so leaves no trace", async () => {
  await expect(updateIncident(org.responder, incident.id, { assignee: newId() })).rejects.toMatchObject({
    code: "invalid",
  });
  const userId = newId();
  await prisma().user.create({ data: { id: userId, email: `${userId}@example.com`, name: "Ada", passwordHash: "-" } });
  await prisma().member.create({ data: { organizationId: org.id, userId, role: "responder" } });
  const labels = { b: "2", a: "1" };
  expect(
    await updateIncident(org.responder, incident.id, { severity: "high", assignee: userId, labels }),
  ).toMatchObject({
    severity: "high",
    assignee: { id: userId, name: "Ada" },
    labels,
  });
  await updateIncident(org.responder, incident.id, { severity: "high", assignee: userId, labels });
  const changed = (await listTimeline(org.viewer, incident.id)).filter(({ kind }) => kind === "changed");
  expect(changed.map(({ text }) => text)).toEqual([
    "Severity changed from medium to high; Labels changed; Assigned to Ada",
  ]);
});

test("lists combine filters, search for words, page without loss and stay within the organization", async () => {
  await createIncident(org.responder, { title: "Disk 100% full", severity: "high" });
  const third = await createIncident(org.responder, { title: "Disk 100 times slower", severity: "high" });
  await resolveIncident(org.responder, third.id, {});
  const numbers = async (query: Parameters<typeof listIncidents>[1]) =>
    (await listIncidents(org.viewer, query)).items.map(({ number }) => number);

  expect(await numbers({})).toEqual([3, 2, 1]);
  expect(await numbers({ status: "open", severity: "high" })).toEqual([2]);
  expect(await numbers({ q: "100% full" })).toEqual([2]);
  expect(await numbers({ q: "DISK", status: "resolved" })).toEqual([3]);
  expect(await numbers({ q: "#1" })).toEqual([1]);
  expect(await numbers({ q: "99999999999999999999" })).toEqual([]);
  expect(await numbers({ service: "checkout-api" })).toEqual([1]);
  expect(await numbers({ from: "2999-01-01T00:00:00+02:00" })).toEqual([]);
  expect(await numbers({ to: third.created_at })).toEqual([3, 2, 1]);
  const first = await listIncidents(org.viewer, { page_size: 2 });
  expect(first).toMatchObject({ total: 3, page: 1, page_size: 2, has_next: true });
  expect(await listIncidents(org.viewer, { page: 2, page_size: 2 })).toMatchObject({ total: 3, has_next: false });
  expect((await listIncidents(foreign.viewer, { q: "Disk" })).total).toBe(0);
});

test("a service is meant by its name in whatever case: its incident is investigated, and found under it", async () => {
  const serviceId = newId();
  const watched = { kind: "redis", targetKind: "none", targetName: "x", host: "127.0.0.1", port: 1 };
  await prisma().service.create({ data: { ...watched, id: serviceId, organizationId: org.id, name: "redis-test" } });
  const opened = await createIncident(org.responder, { title: "It is full", service_name: "Redis-Test" });
  expect(opened).toMatchObject({ service_id: serviceId, service_name: "redis-test", affected_system: "redis-test" });
  for (const service of ["redis-test", "REDIS-test"])
    expect((await listIncidents(org.viewer, { service })).items.map(({ id }) => id)).toEqual([opened.id]);
  // Nobody has told Nightshift of this one.
  const other = await createIncident(org.responder, { title: "It is slow", service_name: "Legacy-CRM" });
  expect(other).toMatchObject({ service_id: null, service_name: "Legacy-CRM" });
  expect((await listIncidents(org.viewer, { service: "Legacy-CRM" })).total).toBe(1);
});

test("related incidents say why they are", async () => {
  const again = await createIncident(org.responder, { title: "Slow again", service_name: "checkout-api" });
  expect(await listRelated(org.viewer, again.id, {})).toMatchObject([
    { id: incident.id, reason: "The same service, checkout-api" },
  ]);
  await expect(listRelated(foreign.viewer, again.id, {})).rejects.toMatchObject({ code: "not_found" });
});
