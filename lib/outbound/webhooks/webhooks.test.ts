import { createHmac } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { freeLostTasks } from "@/lib/events";
import { acknowledgeIncident, addNote, createIncident } from "@/lib/incidents";
import { useClock } from "@/lib/platform/clock";
import { closeDatabase, pool, prisma } from "@/lib/platform/db";
import { newOrganization } from "@/test/organization";
import {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  endWebhookSecret,
  listWebhookDeliveries,
  listWebhooks,
  passOnEntry,
  redeliver,
  rotateWebhookSecret,
  sendWebhook,
  testWebhook,
} from "..";
import { says, startStandIn, worker } from "../stand-in.fixture";

process.env.NIGHTSHIFT_OUTBOUND_ALLOW = "127.0.0.1";

let receiver: Awaited<ReturnType<typeof startStandIn>>;
let org: Awaited<ReturnType<typeof newOrganization>>;
beforeAll(async () => {
  receiver = await startStandIn();
});
beforeEach(async () => {
  org = await newOrganization();
  receiver.heard.length = 0;
  receiver.answer(says(204));
});
afterEach(() => pool().query("DELETE FROM graphile_worker._private_jobs"));
afterAll(async () => {
  receiver.stop();
  await closeDatabase();
});

const hook = (name = "Receiver", events: string[] = []) =>
  createWebhook(org.owner, { name, url: `${receiver.url}/hook?token=open-sesame`, events });
const { work } = worker({
  pass_on: (payload) => passOnEntry(payload as never),
  send_webhook: (payload) => sendWebhook(payload as never),
});
const deliveries = async (webhookId: string) => (await listWebhookDeliveries(org.owner, webhookId, {})).items;
const only = async (webhookId: string) => {
  const [delivery, ...more] = await deliveries(webhookId);
  expect(more).toEqual([]);
  if (!delivery) throw new Error("There is no delivery");
  return delivery;
};
const job = async (deliveryId: string) =>
  (
    await pool().query<{ run_at: Date }>("SELECT run_at FROM graphile_worker.jobs WHERE key = $1", [
      `webhook-delivery:${deliveryId}`,
    ])
  ).rows;
/** What a receiver does that has read the documentation, and nothing of ours. */
const signed = (secret: string, body: string) =>
  `v1=${createHmac("sha256", secret).update(body, "utf8").digest("hex")}`;

test("an event reaches who wants it, once, signed so that a stranger can verify it", async () => {
  const { webhook, secret } = await hook();
  const picky = await hook("Picky", ["incident.resolved"]);
  const { id, number } = await createIncident(org.responder, { title: "Kaffee läuft aus ☕", description: "Sehr." });
  await work();
  expect(receiver.heard).toHaveLength(1);
  const [{ headers, body }] = receiver.heard as [(typeof receiver.heard)[0]];
  expect(headers["x-nightshift-signature"]).toBe(signed(secret, body));
  expect(headers["user-agent"]).toMatch(/^Nightshift\/\d/);
  const delivery = await only(webhook.id);
  expect(headers).toMatchObject({
    "x-webhook-id": delivery.id,
    "x-webhook-subscription": webhook.id,
    "content-type": "application/json",
  });
  expect(JSON.parse(body).event).toMatchObject({
    event_type: "incident.triggered",
    resource_type: "incident",
    agent: { type: "user", summary: "A responder" },
    data: {
      ...{ id, number, title: "Kaffee läuft aus ☕", status: "triggered", entry: { kind: "opened" } },
      html_url: expect.stringMatching(new RegExp(`^https?://[^/]+/incidents/${id}$`)),
    },
  });
  expect(delivery).toMatchObject({ state: "sent", attempts: 1, last_status: 204, problem: null });
  expect(await deliveries(picky.webhook.id)).toEqual([]);

  const entry = await prisma().timelineEntry.findFirstOrThrow({ where: { incidentId: id } });
  await Promise.all([1, 2, 3].map(() => passOnEntry({ organizationId: org.id, entryId: entry.id })));
  await sendWebhook({ deliveryId: delivery.id });
  await work();
  expect(receiver.heard).toHaveLength(1);
});

test("what fails comes again by itself, later each time, with the same bytes; after a day it is given up and can be sent by hand", async () => {
  const { webhook } = await hook();
  receiver.answer(says(500, "password=hunter2hunter2 went wrong"));
  let now = Date.now();
  const putBack = useClock({ now: () => new Date(now), sleep: () => new Promise(() => {}) });
  try {
    await createIncident(org.owner, { title: "x" });
    await work();
    const waits: number[] = [];
    for (let delivery = await only(webhook.id); delivery.state === "waiting"; delivery = await only(webhook.id)) {
      const dueAt = Date.parse(delivery.next_attempt_at ?? "");
      expect(await job(delivery.id)).toEqual([{ run_at: new Date(dueAt) }]);
      waits.push((dueAt - now) / 1_000);
      // Whoever comes too early changes nothing.
      await sendWebhook({ deliveryId: delivery.id });
      now = dueAt;
      await sendWebhook({ deliveryId: delivery.id });
    }
    expect(receiver.heard).toHaveLength(waits.length + 1);
    expect(new Set(receiver.heard.map(({ body, headers }) => body + headers["x-webhook-id"])).size).toBe(1);
    for (const [i, usual] of [5, 30, 120, 600, 1_800, 3_600].entries()) {
      expect(waits[i]).toBeGreaterThanOrEqual(usual * 0.8);
      expect(waits[i]).toBeLessThanOrEqual(usual * 1.2);
    }
    expect(waits.reduce((sum, wait) => sum + wait)).toBeGreaterThan(18 * 3_600);
    const failed = await only(webhook.id);
    expect(failed).toMatchObject({ state: "failed", last_status: 500, next_attempt_at: null });
    expect(failed.problem).toContain("It answered 500");
    expect(failed.problem).not.toContain("hunter2");
    expect(await job(failed.id)).toHaveLength(1);
    await pool().query("DELETE FROM graphile_worker._private_jobs");

    receiver.answer(says(200));
    const again = { webhookId: webhook.id, deliveryId: failed.id };
    const tries = await Promise.allSettled([redeliver(org.owner, again), redeliver(org.owner, again)]);
    expect(tries.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await sendWebhook({ deliveryId: failed.id });
    expect(await only(webhook.id)).toMatchObject({ state: "sent", attempts: 1 });
  } finally {
    putBack();
  }
});

test("a receiver that says when to come back is obeyed", async () => {
  const { webhook } = await hook();
  receiver.answer(says(429, "", { "retry-after": "77" }), says(200));
  const before = Date.now();
  await createIncident(org.owner, { title: "x" });
  await work();
  const { next_attempt_at, state } = await only(webhook.id);
  expect(state).toBe("waiting");
  expect(Date.parse(next_attempt_at ?? "") - before).toBeGreaterThanOrEqual(77_000);
});

test.each([
  ["a redirect into the network", 307, { location: "http://169.254.169.254/" }],
  ["a refusal", 403, {}],
])("%s is final and not followed", async (_, status, headers) => {
  const { webhook } = await hook();
  receiver.answer(says(status, "no", headers));
  await createIncident(org.owner, { title: "x" });
  await work();
  expect(await only(webhook.id)).toMatchObject({ state: "failed", attempts: 1, last_status: status });
  expect(receiver.heard).toHaveLength(1);
});

test("a receiver that is gone for good pauses its webhook, and the record says why", async () => {
  const { webhook } = await hook();
  receiver.answer(says(410));
  const { id } = await createIncident(org.owner, { title: "x" });
  await work();
  const gone = { at: expect.any(String), why: "The receiver answered 410 (gone)" };
  const listed = async () => (await listWebhooks(org.owner))[0];
  expect(await listed()).toMatchObject({ is_paused: true, last_delivery: { state: "failed" } });
  expect((await listed())?.paused_by_nightshift).toEqual(gone);
  const refusal = { code: "conflict", message: expect.stringMatching(/Nightshift.+410.+press Resume/) };
  await expect(testWebhook(org.owner, webhook.id)).rejects.toMatchObject(refusal);
  const { rows } = await pool().query(
    "SELECT data FROM audit_entries WHERE verb = 'webhook.change' AND organization_id = $1",
    [org.id],
  );
  expect(rows).toMatchObject([{ data: { reason: expect.stringContaining("410") } }]);
  await addNote(org.owner, id, { text: "nobody hears" });
  await work();
  expect(await deliveries(webhook.id)).toHaveLength(1);

  // A change of something else does not hide why; once a person has let it go on, a pause is that person's.
  await changeWebhook(org.owner, webhook.id, { name: "Moved" });
  expect((await listed())?.paused_by_nightshift).toEqual(gone);
  await changeWebhook(org.owner, webhook.id, { is_paused: false });
  expect(await listed()).toMatchObject({ is_paused: false, paused_by_nightshift: null });
  await changeWebhook(org.owner, webhook.id, { is_paused: true });
  expect(await listed()).toMatchObject({ is_paused: true, paused_by_nightshift: null });
  await expect(testWebhook(org.owner, webhook.id)).rejects.toMatchObject({
    message: "This webhook is paused; press Resume first",
  });
});

test("one delivery is sent by one at a time, and a worker that dies in the middle loses nothing", async () => {
  const { webhook } = await hook();
  let release: () => void = () => {};
  const isAsked = new Promise<void>((asked) => {
    receiver.answer((response) => {
      release = () => response.writeHead(200).end();
      asked();
    });
  });
  await createIncident(org.owner, { title: "x" });
  const working = work();
  await isAsked;
  const { id } = await only(webhook.id);
  await Promise.all([sendWebhook({ deliveryId: id }), sendWebhook({ deliveryId: id })]);
  expect(receiver.heard).toHaveLength(1);
  release();
  await working;
  expect(await only(webhook.id)).toMatchObject({ state: "sent", attempts: 1 });

  // What a killed worker leaves behind: a row under way, and a job that is locked by nobody who lives.
  await pool().query("DELETE FROM graphile_worker._private_jobs");
  await redeliver(org.owner, { webhookId: webhook.id, deliveryId: id });
  const past = new Date(Date.now() - 60_000);
  await prisma().webhookDelivery.update({ where: { id }, data: { attempts: 1, nextAttemptAt: past } });
  const lock = "SET locked_by = 'dead', locked_at = now() - interval '2 minutes'";
  await pool().query(`UPDATE graphile_worker._private_jobs ${lock}, attempts = 1`);
  await pool().query(`UPDATE graphile_worker._private_job_queues ${lock}`);
  receiver.answer(says(200));
  await work();
  expect(receiver.heard).toHaveLength(1);
  await freeLostTasks([]);
  await work();
  expect(receiver.heard).toHaveLength(2);
  expect(await only(webhook.id)).toMatchObject({ state: "sent", attempts: 2 });
});

test("during a rotation both secrets sign; an ended one signs no more, and the last one stays", async () => {
  const { webhook, secret: old } = await hook();
  const { secret: fresh, webhook: rotated } = await rotateWebhookSecret(org.owner, webhook.id);
  await expect(rotateWebhookSecret(org.owner, webhook.id)).rejects.toMatchObject({ code: "conflict" });
  const signature = async () => {
    await testWebhook(org.owner, webhook.id);
    await work();
    const { headers, body = "" } = receiver.heard.at(-1) ?? {};
    return { given: String(headers?.["x-nightshift-signature"]).split(","), body };
  };
  const both = await signature();
  expect(both.given).toEqual([signed(fresh, both.body), signed(old, both.body)]);
  const [newest, older] = rotated.secrets;
  await endWebhookSecret(org.owner, webhook.id, older?.id ?? "");
  const one = await signature();
  expect(one.given).toEqual([signed(fresh, one.body)]);
  expect(JSON.parse(one.body).event.event_type).toBe("webhook.test");
  await expect(endWebhookSecret(org.owner, webhook.id, newest?.id ?? "")).rejects.toMatchObject({ code: "conflict" });

  const { rows } = await pool().query(
    "SELECT (SELECT json_agg(w) FROM webhooks w) AS webhooks, (SELECT json_agg(a) FROM audit_entries a) AS audit, (SELECT json_agg(d) FROM webhook_deliveries d) AS sent",
  );
  const kept = JSON.stringify(rows) + JSON.stringify(await listWebhooks(org.owner));
  for (const secret of [old, fresh]) expect(kept).not.toContain(secret);
  expect(JSON.stringify(rows[0].audit)).not.toContain("open-sesame");
});

test("a test that fails says so at once and does not come back", async () => {
  const { webhook } = await hook();
  receiver.answer((response) => response.destroy());
  await testWebhook(org.owner, webhook.id);
  await work();
  expect(await only(webhook.id)).toMatchObject({ state: "failed", event_type: "webhook.test", last_status: null });
  await changeWebhook(org.owner, webhook.id, { is_paused: true });
  await expect(testWebhook(org.owner, webhook.id)).rejects.toMatchObject({ code: "conflict" });
});

test("what leads inside is refused when it is entered and when it is sent", async () => {
  const refused = { code: "invalid", message: expect.stringContaining("NIGHTSHIFT_OUTBOUND_ALLOW") };
  const inside = "https://169.254.169.254/latest";
  await expect(createWebhook(org.owner, { name: "x", url: inside })).rejects.toMatchObject(refused);
  const { webhook } = await hook();
  await expect(changeWebhook(org.owner, webhook.id, { url: inside })).rejects.toMatchObject(refused);
  await prisma().webhook.update({ where: { id: webhook.id }, data: { url: inside } });
  await createIncident(org.owner, { title: "x" });
  await work();
  expect(await only(webhook.id)).toMatchObject({ state: "failed", attempts: 1, last_status: null });
});

test("nothing is sent to who was removed or paused meanwhile", async () => {
  const [removed, paused] = [await hook("Removed"), await hook("Paused")];
  const { id } = await createIncident(org.owner, { title: "x" });
  await acknowledgeIncident(org.owner, id);
  const entries = await prisma().timelineEntry.findMany({ where: { incidentId: id } });
  for (const { id: entryId } of entries) await passOnEntry({ organizationId: org.id, entryId });
  await deleteWebhook(org.owner, removed.webhook.id);
  await changeWebhook(org.owner, paused.webhook.id, { is_paused: true });
  await work();
  expect(receiver.heard).toEqual([]);
  expect((await deliveries(paused.webhook.id)).map(({ state }) => state)).toEqual(["failed", "failed"]);
});

test("a receiver that refuses is told of at once, while its delivery waits to be tried again", async () => {
  const refusing = await startStandIn();
  refusing.stop();
  const { webhook } = await createWebhook(org.owner, { name: "Refuses", url: `${refusing.url}/hook` });
  await createIncident(org.owner, { title: "x" });
  await work();
  const [listed] = (await listWebhooks(org.owner)).filter(({ id }) => id === webhook.id);
  expect(listed?.last_delivery).toMatchObject({ state: "waiting", problem: expect.stringContaining("ECONNREFUSED") });
  await prisma().webhook.update({ where: { id: webhook.id }, data: { url: `${receiver.url}/hook` } });
  await createIncident(org.owner, { title: "y" });
  await work();
  const [mended] = (await listWebhooks(org.owner)).filter(({ id }) => id === webhook.id);
  expect(mended?.last_delivery).toMatchObject({ state: "sent", problem: null });
});

test("an address that somebody else has changed does not go back unseen, and a rotation is no such change", async () => {
  const { webhook: read } = await hook();
  const theirs = await changeWebhook(org.admin, read.id, { url: `${receiver.url}/moved`, updated_at: read.updated_at });
  const mine = { name: "Renamed", url: read.url };
  await expect(changeWebhook(org.owner, read.id, { ...mine, updated_at: read.updated_at })).rejects.toMatchObject({
    code: "conflict",
    details: { current: { url: theirs.url, updated_by: org.admin.actor.name } },
  });
  expect((await listWebhooks(org.owner))[0]).toMatchObject({ name: read.name, url: theirs.url });
  await rotateWebhookSecret(org.owner, read.id);
  const over = await changeWebhook(org.owner, read.id, { name: "Renamed", updated_at: theirs.updated_at });
  expect(over).toMatchObject({ name: "Renamed", url: theirs.url });
});
