import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { listIncidentAlerts } from "@/lib/alerts";
import { createIncident, getIncident, reopenIncident } from "@/lib/incidents";
import { closeDatabase, prisma } from "@/lib/platform/db";
import { settleSignals } from "./settle-signals";
import { incidentsOf, newIntegration, newStage, sendingTo, standingClock, tellingsOf } from "./stage.fixture";

let time: ReturnType<typeof standingClock>;
beforeEach(() => {
  time = standingClock();
});
afterEach(() => time.stop());
afterAll(closeDatabase);

test("what flaps is told once and stays one incident, which ends when it has been quiet for five minutes", async () => {
  const { org, fire, resolve } = await newStage();
  const outcomes: string[] = [];
  for (let i = 0; i < 6; i++) {
    time.pass(0.5);
    outcomes.push((await fire()).outcome);
    time.pass(0.5);
    outcomes.push((await resolve()).outcome);
  }
  expect(outcomes).toEqual(["opened", "resolved", "reopened", "resolved", "reopened", ...Array(7).fill("held")]);
  const [incident] = await incidentsOf(org.id);
  const id = incident?.id ?? "";
  expect(incident?.status).toBe("triggered");
  expect((await tellingsOf(id)).filter(({ text }) => text.startsWith("It flaps"))).toHaveLength(1);
  expect((await listIncidentAlerts(org.viewer, id)).signals).toMatchObject([
    { status: "resolved", flapping_since: expect.any(String), settles_at: time.in(5).toISOString() },
  ]);
  time.pass(4);
  expect(await settleSignals()).toBe(0);
  time.pass(1);
  const settled = await Promise.all([settleSignals(), settleSignals()]);
  expect(settled[0] + settled[1]).toBe(1);
  expect(await incidentsOf(org.id)).toMatchObject([
    { status: "resolved", resolution: expect.stringContaining("has been quiet for 5 minutes") },
  ]);
  expect((await listIncidentAlerts(org.viewer, id)).signals).toMatchObject([
    { flapping_since: null, settles_at: null },
  ]);
});

test("what flaps is broken only while it fires, and what was over is not until it is reopened", async () => {
  const { org, fire, resolve } = await newStage();
  const other = sendingTo(await newIntegration(org.id, "grafana"));
  for (let i = 0; i < 6; i++) {
    time.pass(0.5);
    await fire();
    time.pass(0.5);
    await resolve();
  }
  const id = (await incidentsOf(org.id))[0]?.id ?? "";
  const now = () => getIncident(org.viewer, id);
  // Five breaks between six.
  expect(await now()).toMatchObject({ status: "triggered", quiet_ms: 150_000, quiet_since: time.in(0).toISOString() });

  // Something else of it fires, so it is broken until that is over, although the first one goes on to flap.
  time.pass(1);
  await other.fire(null, { dedupKey: "other" });
  time.pass(0.5);
  await fire();
  await resolve();
  expect(await now()).toMatchObject({ quiet_ms: 210_000, quiet_since: null });
  time.pass(0.5);
  expect((await other.resolve(null, { dedupKey: "other" })).outcome).toBe("noted");
  const quietSince = time.in(0).toISOString();
  expect(await now()).toMatchObject({ status: "triggered", quiet_ms: 210_000, quiet_since: quietSince });

  // It is over since then, whenever that was settled.
  time.pass(5);
  await settleSignals();
  expect(await now()).toMatchObject({ status: "resolved", quiet_ms: 210_000, quiet_since: quietSince });
  time.pass(1);
  await reopenIncident(org.responder, id, {});
  expect(await now()).toMatchObject({ status: "triggered", quiet_ms: 570_000, quiet_since: null });
});

test("what a person opened stays broken until a person says otherwise, whatever flaps with it", async () => {
  const { org, fire, resolve } = await newStage();
  const { id } = await createIncident(org.responder, { title: "Checkout is slow", service_name: "checkout" });
  for (let i = 0; i < 4; i++) {
    time.pass(0.5);
    await fire();
    time.pass(0.5);
    await resolve();
  }
  time.pass(5);
  await settleSignals();
  const { status, alert_count, quiet_ms, quiet_since } = await getIncident(org.viewer, id);
  expect({ status, alert_count, quiet_ms, quiet_since }).toEqual({
    status: "triggered",
    alert_count: 5,
    quiet_ms: 0,
    quiet_since: null,
  });
});

test("what flapped and then stays is no longer flapping", async () => {
  const { org, fire, resolve } = await newStage();
  for (let i = 0; i < 3; i++) {
    time.pass(1);
    await fire();
    if (i < 2) {
      time.pass(1);
      await resolve();
    }
  }
  const flapping = () => prisma().signal.count({ where: { organizationId: org.id, flappingSince: { not: null } } });
  expect(await flapping()).toBe(1);
  time.pass(15);
  expect(await settleSignals()).toBe(1);
  expect(await flapping()).toBe(0);
  expect(await incidentsOf(org.id)).toMatchObject([{ status: "triggered" }]);
});
