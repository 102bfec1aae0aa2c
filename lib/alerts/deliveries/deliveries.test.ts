import { afterAll, beforeAll, expect, test } from "vitest";
import { listIncidents } from "@/lib/incidents";
import { addSecret, changeConfig, createIntegration, findIntegration, getIntegration, keyOf } from "@/lib/integrations";
import type { SourceName } from "@/lib/integrations/contract";
import { clock, useClock } from "@/lib/platform/clock";
import { pool, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { closeDatabase } from "@/test/caller";
import { newOrganization } from "@/test/organization";
import {
  forgetOldAlerts,
  getDelivery,
  listDeliveries,
  listIncidentAlerts,
  processDeliveries,
  receive,
  receiveEvent,
  replayDelivery,
} from "..";

let org: Awaited<ReturnType<typeof newOrganization>>;
beforeAll(async () => {
  org = await newOrganization();
});
afterAll(closeDatabase);

async function sender(source: SourceName, name: string) {
  const { secret } = await createIntegration(org.owner, { source, name });
  const key = keyOf(await findIntegration(org.owner, name));
  const send = async (body: unknown, headers: Record<string, string> = {}) => {
    const sent = {
      headers: { authorization: `Bearer ${secret}`, ...headers },
      body: Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body)),
      address: null,
      requestId: "test",
    };
    const { status } = source === "events-v2" ? await receiveEvent(sent) : await receive({ ...sent, source, key });
    expect(status).toBe(202);
    await processDeliveries();
    const [newest] = (await listDeliveries(org.viewer, name, {})).items;
    if (!newest) throw new Error("Nothing was stored");
    return newest;
  };
  return { key, secret: secret ?? "", send };
}

test("a delivery is shown as it came and as it was understood, without what its integration keeps secret", async () => {
  const { secret, send } = await sender("generic", "shown");
  const given = "given-by-the-source-1234";
  await addSecret(org.owner, "shown", { value: given });
  const body = {
    title: "Disk is full",
    service: "files",
    leaked: `x ${secret} y ${given} z`,
    password: "hunter2hunter2",
    nul: "\0",
  };
  const { id } = await send(body);
  const detail = await getDelivery(org.responder, "shown", id);
  expect(detail).toMatchObject({ state: "processed", alert_count: 1, is_cut: false, replay_of: null });
  expect(detail.processing_ms).toBeGreaterThanOrEqual(0);
  expect(detail.alerts).toMatchObject([
    { title: "Disk is full", outcome: "opened", delivery_id: id, integration: "shown" },
  ]);
  expect(detail.body).toContain("Disk is full");
  for (const hidden of [secret, "hunter2hunter2"]) expect(JSON.stringify(detail)).not.toContain(hidden);
  expect(detail.body).not.toContain(given);

  const events = await sender("events-v2", "routed");
  const trigger = { event_action: "trigger", payload: { summary: "Slow", source: "db", severity: "info" } };
  const routed = await events.send({ routing_key: events.key, ...trigger });
  expect(JSON.stringify(await getDelivery(org.owner, "routed", routed.id))).not.toContain(events.key);

  const bytes = await send(Buffer.from([0x7b, 0xff, 0xfe]));
  expect(await getDelivery(org.owner, "shown", bytes.id)).toMatchObject({ state: "unreadable", body: "{\ufffd\ufffd" });
  const long = await send({ title: "Long", more: "é".repeat(70_000) });
  const cut = await getDelivery(org.owner, "shown", long.id);
  expect([cut.is_cut, cut.body.length]).toEqual([true, 65_536]);
  // Wherever reading ends, it ends within one of them, and what was hidden has moved that up.
  const full = await send({ title: "Full", more: `${given}é`.repeat(4_000) });
  const { body: shown, is_cut: isCut } = await getDelivery(org.owner, "shown", full.id);
  expect([isCut, shown.split("[redacted]é").length > 2_000, shown.includes("giv")]).toEqual([true, true, false]);
  expect((await listDeliveries(org.viewer, "shown", { state: "unreadable" })).items).toMatchObject([{ id: bytes.id }]);
});

test("a delivery with long runs of dots, paths or base64 opens its incident, which is found by the last of them", async () => {
  const { send } = await sender("generic", "long-names");
  const numbers = Array.from({ length: 1_000 }, (_, n) => n);
  const runs = ["a.".repeat(3_900), `/${numbers.join("/x")}/lastly`, numbers.map((n) => `Zm9v${n}`).join("/")];
  for (const [at, description] of runs.entries())
    expect(
      await send({ title: `Run ${at}`, service: `of-run-${at}`, dedup_key: `run-${at}`, description }),
    ).toMatchObject({
      state: "processed",
      alert_count: 1,
    });
  const { items } = await listIncidents(org.viewer, { q: "x999/lastly" });
  expect(items).toMatchObject([{ title: expect.stringContaining("Run 1") }]);
});

test("deliveries of others are not there, and bodies are for those who handle incidents", async () => {
  const { send } = await sender("generic", "private");
  const { id } = await send({ title: "x" });
  await createIntegration(org.owner, { source: "generic", name: "beside" });
  const { owner: foreigner } = await newOrganization();
  await createIntegration(foreigner, { source: "generic", name: "private" });
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => "done",
      ({ code }) => code,
    );
  expect(await codeOf(getDelivery(org.viewer, "private", id))).toBe("forbidden");
  expect(await codeOf(replayDelivery(org.viewer, "private", id))).toBe("forbidden");
  for (const [ctx, name, which] of [
    [foreigner, "private", id],
    [org.owner, "beside", id],
    [org.owner, "private", newId()],
    [org.owner, "private", "no id"],
  ] as const) {
    expect(await codeOf(getDelivery(ctx, name, which))).toBe("not_found");
    expect(await codeOf(replayDelivery(ctx, name, which))).toBe("not_found");
  }
  expect((await listDeliveries(foreigner, "private", {})).items).toEqual([]);
  expect(await codeOf(listDeliveries(org.owner, "private", { page: 101, page_size: 100 }))).toBe("invalid");
});

test("a replay is read by the settings of now, and changes nothing that newer word has overtaken", async () => {
  const { send } = await sender("generic", "replayed");
  const fire = { name: "Queue grows", service: "mail", dedup_key: "q", status: "firing" };
  const unread = await send({ ...fire, dedup_key: undefined });
  expect(unread.state).toBe("unreadable");
  await changeConfig(org.owner, "replayed", { mapping: { title: "name" } });
  const replay = await replayDelivery(org.responder, "replayed", unread.id);
  expect(replay).toMatchObject({ state: "waiting", replay_of: unread.id, received_at: unread.received_at });
  await processDeliveries();
  const done = await getDelivery(org.owner, "replayed", replay.id);
  expect(done).toMatchObject({
    state: "processed",
    processing_ms: null,
    alerts: [{ title: "Queue grows", outcome: "opened" }],
  });

  const fired = await send(fire);
  await send({ ...fire, status: "resolved" });
  const incidents = async () => (await listIncidents(org.owner, {})).items.map(({ id, status }) => ({ id, status }));
  const before = await incidents();
  for (let i = 0; i < 3; i++) await replayDelivery(org.owner, "replayed", fired.id);
  await processDeliveries();
  expect(await incidents()).toEqual(before);
  const { rows } = await pool().query("SELECT data FROM audit_entries WHERE verb = 'delivery.replay' ORDER BY seq");
  expect(rows).toHaveLength(4);
  expect(rows[0].data).toEqual({ integration: "replayed", replay_of: unread.id });
});

test("what is a month old is forgotten, except what waits and what belongs to an incident", async () => {
  const { send } = await sender("generic", "old");
  const opened = await send({ title: "Kept", dedup_key: "kept", service: "old-one" });
  const over = await send({ title: "Gone", dedup_key: "gone", status: "resolved" });
  const { id: integrationId } = await findIntegration(org.owner, "old");
  const [waiting, now] = [newId(), clock.now()];
  await prisma().delivery.create({
    data: { id: waiting, organizationId: org.id, integrationId, body: Buffer.from("{}"), receivedAt: now, dueAt: now },
  });
  await forgetOldAlerts();
  expect((await listDeliveries(org.owner, "old", {})).total).toBe(3);
  const putBack = useClock({ now: () => new Date(now.getTime() + 31 * 86_400_000), sleep: clock.sleep });
  try {
    await forgetOldAlerts();
  } finally {
    putBack();
  }
  expect((await listDeliveries(org.owner, "old", {})).items.map(({ id }) => id)).toEqual([waiting]);
  const kept = await prisma().alert.findMany({ where: { integrationId } });
  expect(kept.map(({ deliveryId, title }) => [deliveryId, title])).toEqual([[opened.id, "Kept"]]);
  expect(await listIncidentAlerts(org.owner, kept[0]?.incidentId ?? "")).toMatchObject({ total: 1 });
  expect(await prisma().alert.count({ where: { deliveryId: over.id } })).toBe(0);
  await prisma().delivery.deleteMany({ where: { id: waiting } });
});

test("what of a delivery can be read is applied, and the integration says that not all of it could", async () => {
  const { send } = await sender("alertmanager", "partly");
  const labels = { alertname: "Disk", severity: "critical", service: "ledger" };
  const delivery = await send({ status: "firing", alerts: [{ labels: "oops" }, { status: "firing", labels }] });
  expect(delivery).toMatchObject({ state: "processed", alert_count: 1 });
  expect(delivery.problem).toMatch(/^1 of 2 entries could not be read: .*alerts\.0/);
  const [incident] = (await listIncidents(org.viewer, { service: "ledger" })).items;
  expect(incident).toMatchObject({ severity: "critical", service_name: "ledger" });
  expect(await getIntegration(org.viewer, "partly")).toMatchObject({
    state: "failing",
    problem: delivery.problem,
    received_24h: 1,
    failed_24h: 1,
  });
});

test("one good delivery hides no bad ones; replaying those settles them, and so do ten good ones", async () => {
  const { send } = await sender("generic", "mixed");
  const good = { title: "x", dedup_key: "x" };
  const standing = async () => {
    const { state, problem, failed_24h: failed } = await getIntegration(org.viewer, "mixed");
    return { state, problem, failed };
  };
  const first = await send({ name: "y" });
  const second = await send({ name: "z" });
  await send(good);
  const told = expect.stringMatching(/^2 of the newest 3 deliveries .*the last of them: The body has no title/);
  expect(await standing()).toEqual({ state: "failing", problem: told, failed: 2 });
  await changeConfig(org.owner, "mixed", { mapping: { title: "name" } });
  for (const { id } of [first, second]) await replayDelivery(org.owner, "mixed", id);
  await processDeliveries();
  expect(await standing()).toMatchObject({ state: "healthy", problem: null });
  await send({ severity: "low" });
  for (let count = 0; count < 9; count++) await send(good);
  expect(await standing()).toMatchObject({ state: "failing" });
  await send(good);
  expect(await standing()).toMatchObject({ state: "healthy", problem: null, failed: 3 });
});
