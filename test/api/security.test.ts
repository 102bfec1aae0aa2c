import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import * as incident from "@/app/api/v1/incidents/[id]/route";
import { exportAuditEntries, listAuditEntries } from "@/lib/audit";
import { beginChain } from "@/lib/audit/chain.fixture";
import { type Ctx, noteSecurityEvent } from "@/lib/auth";
import { createIncident, resolveIncident, updateIncident } from "@/lib/incidents";
import { clock } from "@/lib/platform/clock";
import { closeDatabase, pool, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import {
  complianceReport,
  detectThreats,
  explainPermissions,
  flushSecurity,
  forgetOldSecurity,
  listCalls,
  listSecurityEvents,
  noteCall,
} from "@/lib/security";
import { newApiKey, newSession } from "@/test/caller";
import { newOrganization } from "@/test/organization";

type Organization = Awaited<ReturnType<typeof newOrganization>>;
let org: Organization;
let other: Organization;
beforeAll(async () => {
  [org, other] = await Promise.all([newOrganization(), newOrganization()]);
});
afterAll(closeDatabase);

const readers = {
  listAuditEntries,
  listCalls,
  listSecurityEvents,
  explainPermissions,
  complianceReport,
  detectThreats,
};
test.each(Object.entries(readers))("%s is for owners and admins", async (_, read) => {
  for (const ctx of [org.viewer, org.responder])
    await expect(read(ctx, {})).rejects.toMatchObject({ code: "forbidden" });
  await expect(exportAuditEntries(org.responder, {})).rejects.toMatchObject({ code: "forbidden" });
});

describe("the audit log", () => {
  test("leafs through everything exactly once, by cursor and by number, and filters combine", async () => {
    const { owner, responder } = await newOrganization();
    const { id } = await createIncident(owner, { title: "Kaffeemaschine brennt" });
    for (let i = 0; i < 24; i++) await updateIncident(responder, id, { title: `Title ${i}` });
    const seqs = (page: { items: { seq: number }[] }) => page.items.map(({ seq }) => seq);
    const whole = Array.from({ length: 25 }, (_, i) => 25 - i);

    const byCursor: number[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await listAuditEntries(owner, { page_size: 7, ...(cursor && { cursor }) });
      expect(page.total).toBe(25);
      byCursor.push(...seqs(page));
      cursor = page.next_cursor;
    } while (cursor);
    expect(byCursor).toEqual(whole);
    const byNumber = await Promise.all([1, 2, 3, 4].map((page) => listAuditEntries(owner, { page, page_size: 7 })));
    expect(byNumber.flatMap(seqs)).toEqual(whole);

    const found = async (filters: object) => (await listAuditEntries(owner, filters)).total;
    expect(await found({ verb: "incident" })).toBe(25);
    expect(await found({ verb: "incident.create" })).toBe(1);
    expect(await found({ verb: "incid" })).toBe(0);
    expect(await found({ actor: responder.actor.id })).toBe(24);
    expect(await found({ actor: "a Responder", subject_id: id, subject_kind: "incident" })).toBe(24);
    expect(await found({ actor: "user", verb: "incident.create" })).toBe(1);
    expect(await found({ q: "kaffeemasch bre" })).toBe(2);
    expect(await found({ q: "incident.create" })).toBe(1);
    expect(await found({ q: "'); --" })).toBe(0);
    expect(await found({ q: "& | ! <-> :*" })).toBe(0);
    expect(await found({ to: "2020-01-01T00:00:00Z" })).toBe(0);
    expect(await found({ from: "2020-01-01T00:00:00+02:00", q: "title" })).toBe(25);
    await expect(listAuditEntries(owner, { verb: "incident", page: 1_000, page_size: 100 })).rejects.toMatchObject({
      code: "invalid",
    });
    expect((await listAuditEntries(owner, { page: 100_000, page_size: 100 })).items).toEqual([]);
    expect((await listAuditEntries(other.owner, {})).total).toBe(0);
  });

  test("says who, from where, with which key, and what was before and after", async () => {
    const { id: organizationId, owner } = await newOrganization();
    const keyId = newId();
    const ctx: Ctx = {
      ...owner,
      keyId,
      requestId: "req-12345678",
      origin: { address: "203.0.113.7", userAgent: "curl/8.0" },
    };
    const { id } = await createIncident(ctx, { title: "Before" });
    await updateIncident(ctx, id, { title: "After", severity: "critical" });
    await resolveIncident(ctx, id, {});
    const { items } = await listAuditEntries(owner, {});
    expect(items[1]).toMatchObject({
      verb: "incident.update",
      key_id: keyId,
      address: "203.0.113.7",
      user_agent: "curl/8.0",
      request_id: "req-12345678",
      data: { before: { title: "Before", severity: "medium" }, after: { title: "After", severity: "critical" } },
    });
    expect(items[0]?.data).toMatchObject({ before: { status: "triggered" }, after: { status: "resolved" } });
    expect(organizationId).toBeTruthy();
  });
});

describe("the access log", () => {
  test("holds what a route was asked, off its path, with the pattern and not the address", async () => {
    const { id, owner } = await newOrganization();
    const { id: incidentId } = await createIncident(owner, { title: "x" });
    const key = await newApiKey(id, "owner");
    const ask = (incident_id: string) =>
      incident.GET(
        new Request(`http://127.0.0.1/api/v1/incidents/${incident_id}`, {
          headers: { "x-api-key": key, "x-nightshift-address": "203.0.113.9", "x-request-id": "access-0001" },
        }),
        { params: Promise.resolve({ id: incident_id }) },
      );
    expect((await ask(incidentId)).status).toBe(200);
    expect((await ask(newId())).status).toBe(404);
    await flushSecurity();
    const { items, total } = await listCalls(owner, {});
    expect(total).toBe(2);
    expect(items[1]).toMatchObject({
      method: "GET",
      route: "/incidents/{id}",
      status: 200,
      request_id: "access-0001",
      address: "203.0.113.9",
      actor: { kind: "apiKey" },
      lost_before: 0,
    });
    expect(items[1]?.key_id).toBe(items[1]?.actor.id);
    expect(
      (await listCalls(owner, { status: 404, route: "/incidents/{id}", from: "2020-01-01T00:00:00Z" })).total,
    ).toBe(1);
    expect((await listCalls(other.owner, {})).total).toBe(0);
  });

  test("what does not fit while the database is away is dropped and counted; old calls are forgotten", async () => {
    const { id, owner } = await newOrganization();
    const call = { method: "GET", route: "/x", params: {}, status: 200, startedAt: clock.now(), durationMs: 1 };
    await pool().query("ALTER TABLE access_entries RENAME TO away");
    for (let i = 0; i < 10_007; i++) noteCall(owner, call);
    await flushSecurity();
    await pool().query("ALTER TABLE away RENAME TO access_entries");
    await vi.waitFor(async () => {
      await flushSecurity();
      expect(await prisma().accessEntry.count({ where: { organizationId: id } })).toBe(10_000);
    });
    const { _sum } = await prisma().accessEntry.aggregate({
      where: { organizationId: id },
      _sum: { lostBefore: true },
    });
    expect(_sum.lostBefore).toBe(7);
    expect(await listCalls(owner, {})).toMatchObject({ total: 10_000, total_is_exact: true, has_next: true });

    const old = await prisma().accessEntry.findFirstOrThrow({ where: { organizationId: id } });
    // An id as it was made 40 days ago.
    const ms = (Date.now() - 40 * 86_400_000).toString(16).padStart(12, "0");
    await prisma().accessEntry.create({ data: { ...old, id: `${ms.slice(0, 8)}-${ms.slice(8)}${newId().slice(13)}` } });
    expect(await forgetOldSecurity()).toBe(1);
    expect(await prisma().accessEntry.count({ where: { organizationId: id } })).toBe(10_000);
  });
});

describe("security events", () => {
  test("a call for another organization's id is a plain 404, and both organizations hear of it afterwards", async () => {
    const [mine, theirs] = [await newOrganization(), await newOrganization()];
    const { id } = await createIncident(theirs.owner, { title: "Theirs" });
    const key = await newApiKey(mine.id, "owner");
    const ask = (which: string) =>
      incident.GET(
        new Request(`http://127.0.0.1/api/v1/incidents/${which}`, {
          headers: { "x-api-key": key, "x-nightshift-address": "203.0.113.66" },
        }),
        { params: Promise.resolve({ id: which }) },
      );
    const [foreign, nowhere] = [await ask(id), await ask(newId())];
    expect([foreign.status, nowhere.status]).toEqual([404, 404]);
    const words = async (response: Response) => ({ ...(await response.json()), request_id: "" });
    expect(await words(foreign)).toEqual(await words(nowhere));
    for (let i = 0; i < 3; i++) await ask(id);
    await flushSecurity();
    const out = (await listSecurityEvents(mine.owner, { kind: "cross_organization" })).items;
    expect(out).toHaveLength(1);
    expect(out[0]).toMatchObject({ severity: "high", actor: { kind: "apiKey" }, data: { direction: "out", times: 4 } });
    expect(JSON.stringify(out)).not.toContain(theirs.id);
    const [into] = (await listSecurityEvents(theirs.owner, { severity: "high" })).items;
    expect(into).toMatchObject({ actor: null, address: "203.0.113.66", data: { direction: "in", subject_id: id } });
    expect(JSON.stringify(into)).not.toContain(mine.id);
    expect((await detectThreats(mine.owner, {})).threats).toMatchObject([{ rule: "cross-organization", count: 4 }]);
  });

  test("events of nobody are shown only to an organization that is alone", async () => {
    await noteSecurityEvent({ kind: "sign_in.failed", organizationId: null, data: { email: "x@example.com" } });
    expect((await listSecurityEvents(org.owner, {})).items.filter(({ kind }) => kind === "sign_in.failed")).toEqual([]);
  });

  test("failed tries at a member's account are shown wherever the account belongs", async () => {
    const { owner, id } = await newOrganization();
    const { userId } = await newSession(id, "viewer");
    await noteSecurityEvent({
      kind: "sign_in.failed",
      organizationId: other.id,
      actor: { kind: "user", id: userId, name: "M" },
      data: { email: "m@example.com" },
    });
    const { items } = await listSecurityEvents(owner, { days: 1 });
    expect(items).toMatchObject([{ kind: "sign_in.failed", text: "Somebody failed to sign in as M" }]);
  });
});

describe("permissions", () => {
  test("are explained by role, sessions and keys, for members only", async () => {
    const { id, owner } = await newOrganization();
    const { userId } = await newSession(id, "responder");
    await prisma().user.update({ where: { id: userId }, data: { passwordHash: "-" } });
    const email = `${userId}@example.com`;
    const view = await explainPermissions(owner, { user_email: email.toUpperCase() });
    expect(view).toMatchObject({ role: "responder", has_second_factor: false, signs_in_by: ["password"] });
    expect(view.may.map(({ permission }) => permission)).toEqual(["read", "respond", "operate", "practise"]);
    expect(view.may_not.find(({ permission }) => permission === "administer")?.because).toContain("owner, admin");
    expect(view.sessions).toHaveLength(1);
    await expect(explainPermissions(other.owner, { user_email: email })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("the compliance report", () => {
  test("counts what is there, and an execution without a permit fails it", async () => {
    const { id, owner } = await newOrganization();
    const { userId } = await newSession(id, "owner");
    await prisma().user.update({ where: { id: userId }, data: { passwordHash: "-" } });
    await newApiKey(id, "admin");
    await beginChain(owner);
    const state = async (check: string) => {
      const report = await complianceReport(owner, {});
      return report.checks.find((one) => one.id === check);
    };
    expect(await state("audit-chain")).toMatchObject({ state: "passed", figures: { entries: 1, intact: true } });
    expect(await state("permits")).toMatchObject({ state: "passed", figures: { executions: 0, without_permit: 0 } });
    expect(await state("owners")).toMatchObject({ state: "attention", figures: { owner: 1 } });
    expect(await state("api-keys")).toMatchObject({ state: "attention", figures: { live: 1, without_expiry: 1 } });
    await prisma().apiKey.updateMany({ where: { organizationId: id }, data: { shownTo: userId } });
    expect(await state("api-keys")).toMatchObject({ figures: { shown_to_leavers: 0 } });
    await prisma().apiKey.updateMany({ where: { organizationId: id }, data: { shownTo: newId() } });
    expect(await state("api-keys")).toMatchObject({ figures: { shown_to_leavers: 1 } });
    expect(await state("second-factors")).toMatchObject({ figures: { without_second_factor: 1 } });

    const execution = { id: newId(), organizationId: id, proposalId: newId(), incidentId: newId(), permitId: newId() };
    await prisma().execution.create({
      data: { ...execution, state: "succeeded", approvedBy: "nobody", startedAt: clock.now() },
    });
    expect(await state("permits")).toMatchObject({ state: "failed", figures: { executions: 1, without_permit: 1 } });
    const report = await complianceReport(owner, { days: 1 });
    expect(report.text).toContain("FAILED: Nothing ran without a permit. 1 execution");
    expect(report.counts.failed).toBe(1);
  });
});
