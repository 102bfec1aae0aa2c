import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { listIncidentAlerts } from "@/lib/alerts";
import { createIncident, holdIncident, openIncident } from "@/lib/incidents";
import { openedOf } from "@/lib/integrations";
import { cancelWindow, changeWindow, createWindow, listWindows } from "@/lib/maintenance";
import { createService } from "@/lib/monitoring";
import { closeDatabase, inTransaction, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { newOrganization } from "@/test/organization";
import { applyAndKeep } from "../apply-and-keep";
import { attend } from "../inbox/attendance";
import { beat, noticeSilence } from "./heartbeat";
import { settleSignals } from "./settle-signals";
import { alertOf, incidentsOf, newIntegration, newStage, standingClock, tellingsOf } from "./stage.fixture";

let time: ReturnType<typeof standingClock>;
beforeEach(() => {
  time = standingClock();
});
afterEach(() => time.stop());
afterAll(closeDatabase);

test("a maintenance window opens nothing, leaves open incidents alone, and what still fires opens when it ends or is cancelled", async () => {
  const { org, integration, fire, resolve } = await newStage();
  const before = await fire(null, { dedupKey: "before", service: "search" });
  const window = await createWindow(org.responder, {
    name: "Upgrade",
    service_names: ["Checkout", "search"],
    ends_at: "2026-11-21T06:00:00+02:00",
  });
  expect(window).toMatchObject({
    state: "active",
    service_names: ["checkout", "search"],
    ends_at: "2026-11-21T04:00:00.000Z",
  });
  time.pass(1);
  expect(await fire(null, { dedupKey: "more", service: "search" })).toMatchObject({
    outcome: "joined",
    incidentId: before.incidentId,
  });
  expect(await fire(null, { dedupKey: "b", service: "billing" })).toMatchObject({ outcome: "opened" });
  const said = (over: object) =>
    inTransaction((tx) => applyAndKeep(tx, integration, alertOf(over), { receivedAt: time.in(0), delivery: null }));
  expect(await said({ labels: { team: "shop" } })).toMatchObject({ outcome: "suppressed", incidentId: null });
  expect(await fire(null, { dedupKey: "gone" })).toMatchObject({ outcome: "suppressed" });
  time.pass(1);
  expect(await resolve(null, { dedupKey: "gone" })).toMatchObject({ outcome: "suppressed" });
  expect(await settleSignals()).toBe(0);

  await changeWindow(org.responder, window.id, { ends_at: "2026-11-21T05:00:00Z" });
  time.pass(100);
  expect(await settleSignals()).toBe(0);
  await cancelWindow(org.responder, window.id);
  expect(await settleSignals()).toBe(1);
  expect(await settleSignals()).toBe(0);
  const opened = (await incidentsOf(org.id)).filter(({ serviceName }) => serviceName === "checkout");
  expect(opened).toMatchObject([{ status: "triggered", labels: { team: "shop" } }]);
  expect(await listIncidentAlerts(org.viewer, opened[0]?.id ?? "")).toMatchObject({
    total: 1,
    signals: [{ suppressed_until: null }],
  });
});

test("of two windows the last one counts, and what is late or over in them opens nothing", async () => {
  const { org, fire, resolve } = await newStage();
  const old = await fire();
  time.pass(1);
  await resolve();
  time.pass(20);
  const until = (minutes: number) => ({ name: `${minutes} minutes`, ends_at: time.in(minutes).toISOString() });
  await createWindow(org.responder, { ...until(10), service_names: ["checkout"] });
  await createWindow(org.responder, until(30));
  expect(await fire()).toMatchObject({ outcome: "suppressed" });
  expect(await fire(null, { dedupKey: "stays" })).toMatchObject({ outcome: "suppressed" });
  time.pass(11);
  expect(await settleSignals()).toBe(0);
  // Its incident of long ago is not what is over now.
  expect(await resolve()).toMatchObject({ outcome: "suppressed", incidentId: null });
  await resolve(time.in(0), { dedupKey: "late" });
  expect(await fire(time.in(-2), { dedupKey: "late" })).toMatchObject({ outcome: "suppressed", incidentId: null });
  expect(await incidentsOf(org.id)).toHaveLength(1);
  time.pass(20);
  const settled = await Promise.all([settleSignals(), settleSignals()]);
  expect(settled[0] + settled[1]).toBe(1);
  expect(await incidentsOf(org.id)).toMatchObject([{ id: old.incidentId }, { status: "triggered" }]);
});

test("monitoring opens nothing in a window either", async () => {
  const { id, system, responder } = await newOrganization();
  await createWindow(responder, { name: "Everything", ends_at: time.in(10).toISOString() });
  const sighting = {
    serviceId: null,
    serviceName: "cache",
    affectedSystem: "cache",
    cause: "memory",
    title: "cache is out of memory",
    description: "",
    severity: "high" as const,
    errorLogs: [],
    metricsSnapshot: {},
    health: 3,
    source: "monitoring",
  };
  const see = () => inTransaction((tx) => openIncident(tx, system, sighting));
  expect(await see()).toMatchObject({ outcome: "suppressed", incidentId: null, window: { name: "Everything" } });
  expect(await incidentsOf(id)).toEqual([]);
  time.pass(10);
  expect(await see()).toMatchObject({ outcome: "opened" });
});

test("windows: who may plan them, times that make no sense, and what has ended", async () => {
  const org = await newOrganization();
  const stranger = await newOrganization();
  const ends_at = time.in(60).toISOString();
  await expect(createWindow(org.viewer, { name: "No", ends_at })).rejects.toMatchObject({ code: "forbidden" });
  for (const times of [
    { ends_at: time.in(-1).toISOString() },
    { starts_at: time.in(5).toISOString(), ends_at: time.in(5).toISOString() },
    { ends_at: time.in(60 * 24 * 30 + 1).toISOString() },
  ])
    await expect(createWindow(org.responder, { name: "No", ...times })).rejects.toMatchObject({ code: "invalid" });
  await expect(createWindow(org.responder, { name: "No", ends_at: "2026-11-21T06:00:00" })).rejects.toThrow();
  const { id } = await createWindow(org.responder, { name: "Later", starts_at: time.in(30).toISOString(), ends_at });
  const refused = { code: "not_found" };
  await expect(cancelWindow(stranger.owner, id)).rejects.toMatchObject(refused);
  await expect(changeWindow(stranger.owner, id, { name: "Mine" })).rejects.toMatchObject(refused);
  await expect(cancelWindow(org.viewer, id)).rejects.toMatchObject({ code: "forbidden" });
  expect((await listWindows(stranger.viewer, {})).items).toEqual([]);
  expect((await listWindows(org.viewer, { state: "planned" })).items).toMatchObject([{ id, state: "planned" }]);
  const both = await Promise.allSettled([cancelWindow(org.responder, id), cancelWindow(org.admin, id)]);
  expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  await expect(changeWindow(org.responder, id, { name: "Again" })).rejects.toMatchObject({ code: "conflict" });
  expect(await prisma().auditEntry.count({ where: { organizationId: org.id } })).toBe(2);
});

test("what monitoring or a person opened, and what a run holds, is not resolved by an alert", async () => {
  const { org, fire, resolve } = await newStage();
  const manual = await createIncident(org.responder, { title: "Checkout is slow", service_name: "checkout" });
  expect(await fire()).toMatchObject({ outcome: "joined", incidentId: manual.id });
  time.pass(1);
  expect(await resolve()).toMatchObject({ outcome: "noted", incidentId: manual.id });
  const held = await fire(null, { dedupKey: "held", service: "search" });
  const hold = { incidentId: held.incidentId ?? "", executionId: newId() };
  await inTransaction((tx) => holdIncident(tx, hold));
  time.pass(1);
  expect(await resolve(null, { dedupKey: "held", service: "search" })).toMatchObject({ outcome: "noted" });
  expect((await tellingsOf(hold.incidentId)).at(-1)?.text).toContain("until the run that is under way");
  expect((await incidentsOf(org.id)).map(({ status }) => status)).toEqual(["triggered", "triggered"]);
});

test("an alert for a watched service brings what was seen of it, and has it looked at now", async () => {
  const { org, fire } = await newStage("generic", { services: { "Checkout DB (prod)": "orders-db" } });
  const service = await createService(org.admin, {
    name: "orders-db",
    kind: "postgres",
    host: "db.invalid",
    port: 5432,
  });
  await prisma().service.update({
    where: { id: service.id },
    data: {
      status: "degraded",
      health: 40,
      metrics: { connections: 97 },
      lastCheckedAt: time.in(0),
      nextProbeAt: time.in(60),
    },
  });
  const { incidentId, serviceName } = await fire(null, { service: "Checkout DB (prod)" });
  expect(serviceName).toBe("orders-db");
  expect(await incidentsOf(org.id)).toMatchObject([
    { id: incidentId, serviceId: service.id, health: 40, metricsSnapshot: { connections: 97 } },
  ]);
  expect(await prisma().service.findUniqueOrThrow({ where: { id: service.id } })).toMatchObject({
    nextProbeAt: time.in(0),
  });
});

test("an alert does not wait for a sample of its service that is being recorded, which may be about to open the same incident", async () => {
  const { org, fire } = await newStage();
  const { id } = await createService(org.admin, { name: "checkout", kind: "redis", host: "cache.invalid", port: 6379 });
  await prisma().service.update({ where: { id }, data: { nextProbeAt: time.in(1) } });
  await inTransaction(async (tx) => {
    await tx.service.update({ where: { id }, data: { badInARow: 2 } });
    // Waiting would be for ever: this transaction goes on when the alert is through.
    const { incidentId } = await fire();
    const seen = await openIncident(tx, org.system, {
      ...{
        serviceId: id,
        serviceName: "checkout",
        affectedSystem: "checkout",
        cause: "down",
        joins: "reported" as const,
      },
      ...{ title: "checkout is down", description: "", severity: "critical", source: "monitoring" },
      ...{ errorLogs: [], metricsSnapshot: {}, health: 0 },
    });
    expect(seen).toMatchObject({ outcome: "joined", incidentId });
  });
});

/** Time in which a web process is there to hear calls. */
async function passAttended(minutes: number): Promise<void> {
  for (let second = 0; second < minutes * 60; second += 5) {
    time.pass(5 / 60);
    await attend();
  }
}

test("who could not be heard is not missed: it has until it should have called anew, and what calls seldom is told apart", async () => {
  const { id: organizationId } = await newOrganization();
  const often = await newIntegration(organizationId, "heartbeat", { heartbeat: { every_s: 60, grace_s: 30 } });
  const seldom = await newIntegration(organizationId, "heartbeat", { heartbeat: { every_s: 7_200, grace_s: 30 } });
  await attend();
  await beat(often);
  await beat(seldom);
  await passAttended(1);
  // Down for three minutes.
  time.pass(3);
  expect(await noticeSilence()).toBe(0);
  await passAttended(1);
  expect(await noticeSilence()).toBe(0);
  await passAttended(1);
  expect(await noticeSilence()).toBe(1);
  const lost = expect.stringContaining("itself heard no calls for a while before 2026-11-21T03:04:05.000Z");
  expect(await incidentsOf(organizationId)).toMatchObject([
    { title: `${often.name} does not call`, description: lost },
  ]);
  await passAttended(116);
  expect(await noticeSilence()).toBe(1);
  expect(await incidentsOf(organizationId)).toMatchObject([
    {},
    { title: `${seldom.name} does not call`, description: lost },
  ]);
});

test("silence opens an incident once, whoever notices it, and the next call ends it", async () => {
  const { id: organizationId } = await newOrganization();
  const heartbeat = await newIntegration(organizationId, "heartbeat", {
    heartbeat: { every_s: 60, grace_s: 30, service: "backup" },
  });
  await attend();
  expect(await noticeSilence()).toBe(0);
  await beat(heartbeat);
  await passAttended(1);
  expect(await noticeSilence()).toBe(0);
  await passAttended(1);
  const noticed = await Promise.all([noticeSilence(), noticeSilence(), noticeSilence()]);
  expect(noticed.reduce((sum, count) => sum + count, 0)).toBe(1);
  expect(await incidentsOf(organizationId)).toMatchObject([
    {
      status: "triggered",
      severity: "high",
      serviceName: "backup",
      title: `${heartbeat.name} does not call`,
    },
  ]);
  await beat(heartbeat);
  const returned = await Promise.all([noticeSilence(), noticeSilence()]);
  expect(returned[0] + returned[1]).toBe(1);
  expect(await noticeSilence()).toBe(0);
  expect(await incidentsOf(organizationId)).toMatchObject([{ status: "resolved", resolvedBy: "Heartbeat" }]);
  // Paused, it is not missed.
  await prisma().integration.update({ where: { id: heartbeat.id }, data: { isPaused: true } });
  await passAttended(10);
  expect(await noticeSilence()).toBe(0);
  expect(openedOf(await prisma().integration.findUniqueOrThrow({ where: { id: heartbeat.id } })).isPaused).toBe(true);
});
