import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Ctx } from "@/lib/auth";
import {
  acknowledgeIncident,
  addNote,
  createIncident,
  reopenIncident,
  resolveIncident,
  resolveIncidentIn,
} from "@/lib/incidents";
import { useClock } from "@/lib/platform/clock";
import { closeDatabase, inTransaction, pool, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { newOrganization } from "@/test/organization";
import { listFailedWordBacks, listWordBacks, passOnEntry, retryWordBack, sendWordBack } from "..";
import { EMAIL, hearingPagerDuty, TOKEN, takes } from "../pagerduty/account.fixture";
import { says, startStandIn, worker } from "../stand-in.fixture";

process.env.NIGHTSHIFT_OUTBOUND_ALLOW = "127.0.0.1";

let pagerDuty: Awaited<ReturnType<typeof startStandIn>>;
let org: Awaited<ReturnType<typeof newOrganization>>;
let integrationId: string;
let incidentId: string;
beforeAll(async () => {
  pagerDuty = await startStandIn();
});
beforeEach(async () => {
  org = await newOrganization();
  pagerDuty.heard.length = 0;
  pagerDuty.answer(takes);
  integrationId = (await hearingPagerDuty(org.id, pagerDuty.url)).id;
  incidentId = await newIncident();
});
afterEach(() => pool().query("DELETE FROM graphile_worker._private_jobs"));
afterAll(async () => {
  pagerDuty.stop();
  await closeDatabase();
});

/** An incident that this PagerDuty knows as Q2CKYRLH85UNN4. */
async function newIncident(sourceId = "Q2CKYRLH85UNN4"): Promise<string> {
  const { id } = await createIncident(org.owner, { title: "Checkout is slow" });
  await prisma().signal.create({
    data: {
      ...{ id: newId(), organizationId: org.id, integrationId, incidentId: id, dedupKey: newId(), status: "firing" },
      ...{ changedAt: new Date(), title: "x", severity: "high", serviceName: "checkout", sourceRef: { id: sourceId } },
    },
  });
  return id;
}

const { work } = worker({
  pass_on: (payload) => passOnEntry(payload as never),
  send_word_back: (payload) => sendWordBack(payload as never),
});
const words = () => listWordBacks(org.viewer, incidentId);
const states = async () => (await words()).map(({ kind, state }) => `${kind} ${state}`);
const said = () => pagerDuty.heard.map(({ method, path, body }) => ({ method, path, ...JSON.parse(body || "{}") }));
const saidIn = () => said().map(({ incident, note }) => incident?.status ?? note?.content.split("\n")[0]);
/** What waits is due now. */
const makeDue = async () => {
  await prisma().wordBack.updateMany({ where: { state: "waiting" }, data: { nextAttemptAt: new Date(0) } });
  await pool().query("UPDATE graphile_worker._private_jobs SET run_at = now()");
};
const log = () => prisma().integrationLogEntry.findMany({ where: { integrationId }, orderBy: { id: "asc" } });

test("what people do is said to PagerDuty as its API wants it, in order and once", async () => {
  await acknowledgeIncident(org.responder, incidentId);
  await addNote(org.responder, incidentId, { text: "Rolling back" });
  await resolveIncident(org.responder, incidentId, { resolution: "Rolled back" });
  await prisma()
    .timelineEntry.findMany({ where: { incidentId } })
    .then((entries) => Promise.all(entries.map(({ id: entryId }) => passOnEntry({ organizationId: org.id, entryId }))));
  // Resolved by now, so the acknowledgement is not worth saying any more.
  await work();
  expect(await states()).toEqual(["acknowledge dropped", "note sent", "resolve sent"]);
  const path = "/incidents/Q2CKYRLH85UNN4";
  const by = "A responder, in Nightshift";
  expect(said()).toEqual([
    { method: "POST", path: `${path}/notes`, note: { content: `Rolling back\n\n${by}` } },
    {
      method: "PUT",
      path,
      incident: { type: "incident_reference", status: "resolved", resolution: `Rolled back\n\n${by}` },
    },
  ]);
  for (const { headers } of pagerDuty.heard)
    expect(headers).toMatchObject({
      authorization: `Token token=${TOKEN}`,
      accept: "application/vnd.pagerduty+json;version=2",
      "content-type": "application/json",
      from: EMAIL,
    });
  expect((await log()).map(({ level }) => level)).toEqual(["info", "info"]);
});

test("an acknowledgement goes out by itself, and what a webhook told goes to nobody", async () => {
  const ctx: Ctx = { ...org.system, actor: { kind: "webhook", id: integrationId, name: "Jane Doe (PagerDuty)" } };
  await acknowledgeIncident(org.responder, incidentId);
  await work();
  await inTransaction((tx) => resolveIncidentIn(tx, ctx, { incidentId, resolution: "Resolved in PagerDuty" }));
  await work();
  expect(saidIn()).toEqual(["acknowledged"]);
  expect(await states()).toEqual(["acknowledge sent"]);
});

test.each([1001, 1002])("what is so already (%d) counts as said", async (code) => {
  pagerDuty.answer(
    says(400, JSON.stringify({ error: { message: "Arguments Caused Error", code, errors: ["So already"] } })),
  );
  await acknowledgeIncident(org.responder, incidentId);
  await work();
  expect(await words()).toMatchObject([{ state: "sent", attempts: 1, last_status: 400, problem: null }]);
});

test("a wrong token fails at once with PagerDuty's words; a person can have it said again", async () => {
  pagerDuty.answer(says(401, JSON.stringify({ error: { message: `Unauthorized ${TOKEN}`, code: 2006 } })));
  await acknowledgeIncident(org.responder, incidentId);
  await work();
  const [word] = await words();
  expect(word).toMatchObject({ state: "failed", attempts: 1, last_status: 401, next_attempt_at: null });
  expect(word?.problem).toMatch(/^PagerDuty answered 401: Unauthorized.*refused the REST API key.*under Word back$/);
  const [entry] = await log();
  expect(entry).toMatchObject({ level: "error", message: expect.stringContaining("Unauthorized") });
  expect(JSON.stringify([word, entry])).not.toContain(TOKEN);
  const id = word?.id ?? "";
  const { name } = await prisma().integration.findUniqueOrThrow({ where: { id: integrationId } });
  expect(await listFailedWordBacks(org.viewer, name.toUpperCase())).toMatchObject([{ id, integration: name }]);

  pagerDuty.answer(takes);
  const tries = await Promise.allSettled([retryWordBack(org.responder, id), retryWordBack(org.responder, id)]);
  expect(tries.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  await work();
  expect(await words()).toMatchObject([{ state: "sent", attempts: 1, last_status: 200 }]);
});

test.each([
  ["a page to sign in at", says(200, "<html>login</html>"), "The answer, 200, holds no incident"],
  ["an empty yes", says(204), "The answer, 204, holds no incident"],
  ["somebody's JSON", says(200, '{"incident":{"status":"acknowledged"}}'), "The answer, 200, holds no incident"],
  ["a way elsewhere", says(302, "", { location: "http://portal.example.com" }), "The answer, 302, leads elsewhere"],
])(
  "%s is not PagerDuty's answer: it shows, counts as nothing told, and the word is said again",
  async (_, reply, sign) => {
    pagerDuty.answer(reply);
    await acknowledgeIncident(org.responder, incidentId);
    await work();
    const [word] = await words();
    expect(word).toMatchObject({ state: "waiting", attempts: 1, problem: expect.stringContaining(sign) });
    expect(word?.next_attempt_at).not.toBeNull();
    expect(await log()).toEqual([]);
    // Had it arrived all the same, PagerDuty would say so now.
    pagerDuty.answer(says(400, JSON.stringify({ error: { message: "Arguments Caused Error", code: 1002 } })));
    await makeDue();
    await work();
    expect(await words()).toMatchObject([{ state: "sent", attempts: 2, problem: null }]);
  },
);

test("a note is told when PagerDuty shows the note, and not before", async () => {
  pagerDuty.answer(says(200, '{"incident":{"id":"Q2CKYRLH85UNN4"}}'));
  await addNote(org.responder, incidentId, { text: "On it" });
  await work();
  expect(await words()).toMatchObject([{ state: "waiting", problem: expect.stringContaining("holds no note") }]);
  pagerDuty.answer(takes);
  await makeDue();
  await work();
  expect(await states()).toEqual(["note sent"]);
});

test("a limit is obeyed, and a broken or silent PagerDuty is asked again until it answers", async () => {
  const before = Date.now();
  pagerDuty.answer(says(429, "{}", { "ratelimit-reset": "42" }));
  await acknowledgeIncident(org.responder, incidentId);
  await work();
  const dueAt = async () => Date.parse((await words())[0]?.next_attempt_at ?? "");
  expect(await dueAt()).toBeGreaterThanOrEqual(before + 42_000);
  expect(await dueAt()).toBeLessThan(before + 60_000);
  // Not due: nothing is sent, and the job stays.
  const [word] = await words();
  await sendWordBack({ wordBackId: word?.id ?? "" });
  expect(pagerDuty.heard).toHaveLength(1);

  for (const reply of [says(503), (response: { destroy(): void }) => response.destroy()]) {
    pagerDuty.answer(reply);
    await makeDue();
    await work();
    expect(await states()).toEqual(["acknowledge waiting"]);
  }
  pagerDuty.answer(() => {});
  await makeDue();
  const putBack = useClock({ now: () => new Date(), sleep: () => Promise.resolve() });
  await work();
  putBack();
  expect((await words())[0]?.problem).toBe("No answer within 10 seconds");
  pagerDuty.answer(takes);
  await makeDue();
  await work();
  expect(await words()).toMatchObject([{ state: "sent", attempts: 5 }]);
});

describe("while an earlier word waits", () => {
  beforeEach(async () => {
    pagerDuty.answer(says(500));
    await acknowledgeIncident(org.responder, incidentId);
    await work();
  });

  test("a note waits its turn, and goes when its turn has come", async () => {
    await addNote(org.responder, incidentId, { text: "On it" });
    await work();
    expect(pagerDuty.heard).toHaveLength(1);
    pagerDuty.answer(takes);
    const [first] = await prisma().wordBack.findMany({ where: { incidentId }, orderBy: { entryId: "asc" } });
    await prisma().wordBack.update({ where: { id: first?.id ?? "" }, data: { nextAttemptAt: new Date(0) } });
    await sendWordBack({ wordBackId: first?.id ?? "" });
    await work();
    expect(saidIn()).toEqual(["acknowledged", "acknowledged", "On it"]);
    expect(await states()).toEqual(["acknowledge sent", "note sent"]);
  });

  test("a resolution overtakes it, and it is dropped", async () => {
    pagerDuty.answer(takes);
    await resolveIncident(org.responder, incidentId, {});
    await work();
    await makeDue();
    await work();
    expect(saidIn()).toEqual(["acknowledged", "resolved"]);
    expect(await states()).toEqual(["acknowledge dropped", "resolve sent"]);
  });

  test("one that PagerDuty cannot take holds up no later one for ever", async () => {
    await addNote(org.responder, incidentId, { text: "On it" });
    pagerDuty.answer((response, heard) => (heard.method === "POST" ? takes : says(500))(response, heard));
    for (let i = 0; i < 3; i++) {
      await makeDue();
      await work();
    }
    expect(await states()).toEqual(["acknowledge waiting", "note sent"]);
  });

  test("what is no longer true is not said", async () => {
    await resolveIncident(org.responder, incidentId, {});
    await work();
    await reopenIncident(org.responder, incidentId, {});
    await makeDue();
    pagerDuty.heard.length = 0;
    await work();
    expect(pagerDuty.heard).toEqual([]);
    expect(await states()).toEqual(["acknowledge dropped", "resolve dropped"]);
  });

  test("nothing is said once write-back is off", async () => {
    await prisma().integration.update({ where: { id: integrationId }, data: { hears: false } });
    await makeDue();
    await work();
    expect(pagerDuty.heard).toHaveLength(1);
    expect(await words()).toMatchObject([{ state: "dropped", problem: expect.stringContaining("turned off") }]);
  });
});

test("after a day of failures it is given up, is in the log, and holds up nothing", async () => {
  pagerDuty.answer(says(500, "{}"));
  await acknowledgeIncident(org.responder, incidentId);
  await work();
  await prisma().wordBack.updateMany({ where: { incidentId }, data: { attempts: 28 } });
  await makeDue();
  await work();
  expect(await words()).toMatchObject([{ state: "failed", attempts: 29, last_status: 500 }]);
  expect((await log()).map(({ level }) => level)).toEqual(["error"]);
});

test("of several at once, one says it", async () => {
  await acknowledgeIncident(org.responder, incidentId);
  const entries = await prisma().timelineEntry.findMany({ where: { incidentId, kind: "acknowledged" } });
  await passOnEntry({ organizationId: org.id, entryId: entries[0]?.id ?? "" });
  const [word] = await words();
  await Promise.all(Array.from({ length: 5 }, () => sendWordBack({ wordBackId: word?.id ?? "" })));
  expect(saidIn()).toEqual(["acknowledged"]);
});

test.each(["../users/P1", "Q2CK/../../users", "Q2?x=1", "Ω"])("%j from an alert never becomes a path", async (id) => {
  incidentId = await newIncident(id);
  await acknowledgeIncident(org.responder, incidentId);
  await work();
  expect(pagerDuty.heard).toEqual([]);
  expect(await states()).toEqual(["acknowledge failed"]);
});

test("the token is shown to PagerDuty and to nobody else", async () => {
  for (const url of ["https://api.pagerduty.com.example.com", "https://example.com", "http://api.pagerduty.com"]) {
    integrationId = (await hearingPagerDuty(org.id, url)).id;
    incidentId = await newIncident();
    await acknowledgeIncident(org.responder, incidentId);
    await work();
    expect(await words()).toMatchObject([{ state: "failed", problem: expect.stringContaining("is not PagerDuty") }]);
  }
});

test("only who may respond has it said again, and what is another organization's is not there", async () => {
  pagerDuty.answer(says(403, "{}"));
  await acknowledgeIncident(org.responder, incidentId);
  await work();
  const [word] = await words();
  const id = word?.id ?? "";
  await expect(retryWordBack(org.viewer, id)).rejects.toMatchObject({ code: "forbidden" });
  const foreigner = (await newOrganization()).owner;
  for (const one of [id, newId(), "no id"])
    await expect(retryWordBack(foreigner, one)).rejects.toMatchObject({ code: "not_found" });
  await expect(listWordBacks(foreigner, incidentId)).rejects.toMatchObject({ code: "not_found" });
  const { name } = await prisma().integration.findUniqueOrThrow({ where: { id: integrationId } });
  for (const one of [name, "%", "nothing"])
    await expect(listFailedWordBacks(foreigner, one)).rejects.toMatchObject({ code: "not_found" });
});
