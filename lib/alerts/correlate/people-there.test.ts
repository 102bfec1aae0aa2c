import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { listIncidentAlerts } from "@/lib/alerts";
import { acknowledgeIncident, addNote, reopenIncident, resolveIncident } from "@/lib/incidents";
import { closeDatabase, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { newOrganization } from "@/test/organization";
import { incidentsOf, newIntegration, newStage, sendingTo, standingClock, tellingsOf } from "./stage.fixture";

let time: ReturnType<typeof standingClock>;
beforeEach(() => {
  time = standingClock();
});
afterEach(() => time.stop());
afterAll(closeDatabase);

const stage = async () => {
  const staged = await newStage("pagerduty");
  const { incidentId, signalId } = await staged.fire(time.in(-10), { by: "Events API", ref: { id: "Q1", url: null } });
  const id = incidentId ?? "";
  const by = { by: "Jane Doe" };
  const said = (kind: string, text = "", state = "sent") =>
    prisma().wordBack.create({
      data: {
        id: newId(),
        organizationId: staged.org.id,
        integrationId: staged.integration.id,
        incidentId: id,
        signalId: signalId ?? "",
        entryId: newId(),
        kind,
        text,
        sourceId: "Q1",
        state,
        createdAt: time.in(0),
      },
    });
  return {
    ...staged,
    id,
    said,
    acknowledge: (at: Date | null) => staged.send({ ...by, action: "acknowledge", at }),
    unacknowledge: (at: Date | null) => staged.send({ ...by, action: "unacknowledge", at }),
    note: (text: string, at: Date) => staged.send({ ...by, action: "note", at, description: text }),
  };
};

test("what people do at the source is done here in their names, in whatever order it comes", async () => {
  const { org, id, acknowledge, unacknowledge, resolve } = await stage();
  expect((await unacknowledge(time.in(-7))).outcome).toBe("repeated");
  expect((await acknowledge(time.in(-8))).outcome).toBe("stale");
  expect((await acknowledge(time.in(-6))).outcome).toBe("acknowledged");
  expect((await acknowledge(time.in(-6))).outcome).toBe("repeated");
  expect(await incidentsOf(org.id)).toMatchObject([{ status: "acknowledged", acknowledgedBy: "Jane Doe (PagerDuty)" }]);
  expect((await unacknowledge(time.in(-5))).outcome).toBe("unacknowledged");
  expect((await resolve(time.in(-4), { by: "Jane Doe" })).outcome).toBe("resolved");
  expect((await acknowledge(time.in(-3))).outcome).toBe("ignored");
  expect((await tellingsOf(id)).map(({ kind }) => kind)).toEqual([
    "opened",
    "acknowledged",
    "unacknowledged",
    "resolved",
  ]);
});

test("an acknowledgement that comes before its fire is remembered for it", async () => {
  const { org, send, fire } = await newStage("pagerduty");
  expect(await send({ action: "acknowledge", at: time.in(-1), by: "Jane Doe" })).toMatchObject({ outcome: "ignored" });
  expect((await fire(time.in(-2))).outcome).toBe("opened");
  expect(await incidentsOf(org.id)).toMatchObject([{ status: "acknowledged", acknowledgedBy: "Jane Doe (PagerDuty)" }]);
});

test("our own words that come back change nothing and are not told again", async () => {
  const { org, id, said, acknowledge, note, resolve } = await stage();
  await acknowledgeIncident(org.responder, id);
  await said("acknowledge", "", "waiting");
  await addNote(org.responder, id, { text: "password=hunter22hunter was wrong" });
  await said("note", "A responder: password=[redacted] was wrong");
  const before = await tellingsOf(id);
  expect((await acknowledge(time.in(0))).outcome).toBe("echo");
  expect((await note(" A responder: password=hunter22hunter was wrong\n", time.in(0))).outcome).toBe("echo");
  await resolveIncident(org.responder, id, {});
  await said("resolve", "Restarted it\n\nA responder, in Nightshift");
  expect((await resolve(time.in(0), { by: "Nightshift" })).outcome).toBe("echo");
  // PagerDuty shows a resolution as a note, too.
  expect((await note("Restarted it\r\n\r\nA responder, in Nightshift ", time.in(0))).outcome).toBe("echo");
  expect((await tellingsOf(id)).map(({ kind }) => kind)).toEqual([...before.map(({ kind }) => kind), "resolved"]);
});

test("an echo that comes after we have changed our mind is one; the same from a person there is none", async () => {
  const { org, id, said, resolve, fire } = await stage();
  await resolveIncident(org.responder, id, {});
  await said("resolve");
  time.pass(1);
  await reopenIncident(org.responder, id, {});
  expect((await resolve(time.in(-0.5), { by: "Nightshift" })).outcome).toBe("echo");
  expect(await incidentsOf(org.id)).toMatchObject([{ status: "triggered" }]);
  time.pass(1);
  expect((await fire(time.in(-0.5))).outcome).toBe("joined");
  expect((await resolve(time.in(0), { by: "Jane Doe" })).outcome).toBe("resolved");
});

test("notes and changes are told once, at whatever state; a severity that rises rises here", async () => {
  const { org, id, send, note, resolve } = await stage();
  expect((await note("Restarted it", time.in(-3))).outcome).toBe("noted");
  expect((await note("Restarted it", time.in(-3))).outcome).toBe("repeated");
  expect((await note("Restarted it", time.in(-2))).outcome).toBe("noted");
  const raised = {
    action: "change",
    description: "Priority changed to P1",
    severity: "P1",
    at: time.in(-2),
    by: "Jane Doe",
  } as const;
  expect((await send(raised)).outcome).toBe("noted");
  expect((await send(raised)).outcome).toBe("repeated");
  expect(await incidentsOf(org.id)).toMatchObject([{ severity: "critical", title: "Error rate above 5 %" }]);
  await resolve(time.in(-1));
  expect((await note("It was the disk", time.in(0))).outcome).toBe("noted");
  expect((await tellingsOf(id)).filter(({ kind }) => kind === "note")).toMatchObject([
    { text: "Restarted it", actorName: "Jane Doe (PagerDuty)" },
    { text: "Restarted it" },
    { text: "It was the disk" },
  ]);
  expect(await send({ action: "note", dedupKey: "unknown", description: "?" })).toMatchObject({
    outcome: "ignored",
    signalId: null,
  });
});

test("nothing crosses organizations: the same key, service and words are another's own", async () => {
  const { org, id, fire } = await stage();
  const stranger = await newOrganization();
  const theirs = sendingTo(await newIntegration(stranger.id, "pagerduty"));
  const opened = await theirs.fire(time.in(-10));
  expect(opened).toMatchObject({ outcome: "opened" });
  expect(opened.incidentId).not.toBe(id);
  await expect(listIncidentAlerts(stranger.owner, id)).rejects.toMatchObject({ code: "not_found" });
  expect((await theirs.resolve(time.in(0))).outcome).toBe("resolved");
  expect(await incidentsOf(org.id)).toMatchObject([{ status: "triggered" }]);
  expect((await fire(time.in(-10))).outcome).toBe("repeated");
});
