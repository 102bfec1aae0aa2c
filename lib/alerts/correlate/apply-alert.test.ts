import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { resolveIncident, updateIncident } from "@/lib/incidents";
import { closeDatabase, pool, prisma } from "@/lib/platform/db";
import { incidentsOf, newIntegration, newStage, sendingTo, standingClock, tellingsOf } from "./stage.fixture";

let time: ReturnType<typeof standingClock>;
beforeEach(() => {
  time = standingClock();
});
afterEach(() => time.stop());
afterAll(closeDatabase);

const jobsFor = async (incidentId: string) => {
  const { rows } = await pool().query(
    `SELECT 1 FROM graphile_worker._private_jobs AS job JOIN graphile_worker._private_tasks AS task ON task.id = job.task_id
     WHERE identifier = 'diagnose' AND payload->>'incidentId' = $1`,
    [incidentId],
  );
  return rows.length;
};

test("a fire opens an incident of a service that nobody knew, its repeats join, and its resolve ends it", async () => {
  const { org, fire, resolve } = await newStage();
  const began = time.in(-3);
  const first = await fire(began, { severity: "critical", errorLines: ["panic: nil"], labels: { team: "shop" } });
  expect(first).toMatchObject({ outcome: "opened", serviceName: "checkout", severity: "critical" });
  expect(await fire(began)).toMatchObject({ outcome: "repeated", incidentId: first.incidentId });
  expect(await fire(time.in(-1))).toMatchObject({ outcome: "repeated" });
  expect(await resolve(time.in(-2))).toMatchObject({ outcome: "stale" });
  expect(await resolve(time.in(0))).toMatchObject({ outcome: "resolved", incidentId: first.incidentId });
  expect(await fire(began)).toMatchObject({ outcome: "stale" });
  const [incident, ...more] = await incidentsOf(org.id);
  expect(more).toEqual([]);
  expect(incident).toMatchObject({
    status: "resolved",
    severity: "critical",
    serviceName: "checkout",
    alertSource: "alertmanager",
    errorLogs: ["panic: nil"],
    labels: { team: "shop" },
    resolvedBy: "Alertmanager",
    alertCount: 3,
  });
  expect(await prisma().service.findMany({ where: { organizationId: org.id } })).toMatchObject([
    { name: "checkout", kind: "unmanaged" },
  ]);
  expect(await jobsFor(first.incidentId ?? "")).toBe(1);
});

test("a resolve before its fire: one incident that is over by the time it is opened, and nobody looks into it", async () => {
  const { org, fire, resolve } = await newStage();
  expect(await resolve(time.in(-1))).toMatchObject({ outcome: "ignored", incidentId: null });
  expect(await resolve(time.in(-1))).toMatchObject({ outcome: "repeated" });
  const late = await fire(time.in(-4));
  expect(late.outcome).toBe("opened");
  expect(await fire(time.in(-4))).toMatchObject({ outcome: "stale", incidentId: late.incidentId });
  const incidents = await incidentsOf(org.id);
  expect(incidents).toMatchObject([
    { status: "resolved", resolution: expect.stringContaining("It was over before word") },
  ]);
  expect(await jobsFor(late.incidentId ?? "")).toBe(0);
  // Another alert of the same trouble is as late, and is told in the same place.
  await resolve(time.in(-1), { dedupKey: "b" });
  expect(await fire(time.in(-4), { dedupKey: "b" })).toMatchObject({ outcome: "joined", incidentId: late.incidentId });
});

test("alerts of one service join its open incident within ten minutes, and it ends with the last of them", async () => {
  const { org, integration, fire, resolve } = await newStage();
  const pagerduty = sendingTo(await newIntegration(org.id, "pagerduty"));
  const { incidentId } = await fire();
  time.pass(9);
  expect(
    await pagerduty.fire(null, { dedupKey: "Q1", service: "Checkout", title: "Checkout is down", severity: "P1" }),
  ).toMatchObject({
    outcome: "joined",
    incidentId,
    serviceName: "checkout",
  });
  time.pass(9);
  expect(await fire(null, { dedupKey: "b" })).toMatchObject({ outcome: "joined", incidentId });
  time.pass(11);
  const other = await fire(null, { dedupKey: "c" });
  expect(other.outcome).toBe("opened");
  expect(await resolve(null, { dedupKey: "b" })).toMatchObject({ outcome: "noted" });
  expect(await pagerduty.resolve(null, { dedupKey: "Q1", by: "Jane Doe" })).toMatchObject({ outcome: "noted" });
  // What a deleted integration last said keeps nothing open.
  await prisma().integration.update({ where: { id: integration.id }, data: { deletedAt: time.in(0) } });
  expect(await prisma().incident.findUniqueOrThrow({ where: { id: incidentId ?? "" } })).toMatchObject({
    status: "triggered",
    severity: "critical",
  });
  time.pass(1);
  await pagerduty.fire(null, { dedupKey: "Q1" });
  time.pass(1);
  expect(await pagerduty.resolve(null, { dedupKey: "Q1", by: "Jane Doe" })).toMatchObject({ outcome: "resolved" });
  expect((await tellingsOf(incidentId ?? "")).at(-1)).toMatchObject({
    kind: "resolved",
    actorName: "Jane Doe (PagerDuty)",
  });
});

test("what comes back within ten minutes is the same incident; later it is another", async () => {
  const { org, fire, resolve } = await newStage();
  const { incidentId } = await fire();
  time.pass(1);
  await resolve();
  time.pass(9);
  expect(await fire()).toMatchObject({ outcome: "reopened", incidentId });
  expect(await jobsFor(incidentId ?? "")).toBe(2);
  time.pass(1);
  await resolve();
  time.pass(11);
  expect((await fire()).outcome).toBe("opened");
  expect(await incidentsOf(org.id)).toHaveLength(2);
});

test("what a person has resolved stays so for five minutes, and is reopened when the source still reports it then", async () => {
  const { org, fire } = await newStage();
  const began = time.in(0);
  const { incidentId } = await fire(began);
  await resolveIncident(org.responder, incidentId ?? "", {});
  time.pass(4);
  expect(await fire(began)).toMatchObject({ outcome: "repeated" });
  expect(await incidentsOf(org.id)).toMatchObject([{ status: "resolved" }]);
  time.pass(2);
  expect(await fire(began)).toMatchObject({ outcome: "reopened", incidentId });
  expect((await tellingsOf(incidentId ?? "")).at(-1)).toMatchObject({
    kind: "reopened",
    text: "Alertmanager still reports it, 6 minutes after it was resolved: Error rate above 5 %",
  });
});

test("three senders with two hundred duplicates each: one incident, in the right state", async () => {
  const { org, fire, resolve } = await newStage();
  const [began, ended] = [time.in(-2), time.in(-1)];
  const sender = async (first: number) => {
    for (let i = 0; i < 200; i++) await ((i + first) % 2 === 0 ? fire(began) : resolve(ended));
  };
  await Promise.all([sender(0), sender(1), sender(0)]);
  expect(await incidentsOf(org.id)).toMatchObject([{ status: "resolved" }]);
  expect(await prisma().signal.findMany({ where: { organizationId: org.id } })).toMatchObject([
    { status: "resolved", alertCount: 600, changedAt: ended },
  ]);
  expect(await prisma().service.count({ where: { organizationId: org.id } })).toBe(1);
});

test("a word that is sent again is known by its time, however far ahead its clock is and whenever it comes", async () => {
  const { org, fire, resolve } = await newStage();
  const [began, ended] = [time.in(7), time.in(13)];
  const { incidentId } = await fire(began);
  time.pass(3);
  // By now its time is within what is taken as it stands.
  expect(await fire(began)).toMatchObject({ outcome: "repeated" });
  time.pass(3);
  expect(await resolve(ended)).toMatchObject({ outcome: "resolved", incidentId });
  time.pass(2);
  expect(await fire(began)).toMatchObject({ outcome: "stale" });
  expect(await resolve(ended)).toMatchObject({ outcome: "repeated" });
  expect(await incidentsOf(org.id)).toMatchObject([{ status: "resolved" }]);
  time.pass(2);
  expect(await fire(time.in(7))).toMatchObject({ outcome: "reopened" });
  expect(await resolve(ended)).toMatchObject({ outcome: "stale" });
});

test("a severity that people have lowered stays so while the same is said again, and rises when something worse is", async () => {
  const { org, fire } = await newStage();
  const { incidentId } = await fire(time.in(0), { severity: "warning" });
  await updateIncident(org.responder, incidentId ?? "", { severity: "low" });
  await fire(time.in(0), { severity: "warning" });
  expect(await incidentsOf(org.id)).toMatchObject([{ severity: "low", alertCount: 2 }]);
  await fire(time.in(0), { severity: "critical" });
  expect(await incidentsOf(org.id)).toMatchObject([{ severity: "critical" }]);
});

test("a clock that is far ahead orders nothing: such word counts from when it came", async () => {
  const { org, fire, resolve } = await newStage();
  await fire(time.in(600));
  time.pass(1);
  expect(await resolve(time.in(0))).toMatchObject({ outcome: "resolved" });
  expect(await incidentsOf(org.id)).toMatchObject([{ status: "resolved" }]);
});
