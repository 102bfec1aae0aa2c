import { createServer, request as httpRequest, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newSimulatorKey, processDeliveries, sampleOf } from "@/lib/alerts";
import { closeDatabase, pool } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { pagerDutyEvent } from "@/test/inbox-process";
import { newIntegration } from "@/test/integration";
import { newOrganization } from "@/test/organization";
import { answerInbox } from "./inbox";

let http: Server;
let url: string;
let organizationId: string;
beforeAll(async () => {
  organizationId = (await newOrganization()).id;
  http = createServer((request, response) => {
    if (!answerInbox(request, response, newId())) response.writeHead(418).end();
  });
  await new Promise<void>((done) => http.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});
afterAll(async () => {
  http.close();
  await closeDatabase();
});

type Sent = { body?: string | Buffer; headers?: Record<string, string>; method?: string };
const send = async (path: string, { body = "", headers = {}, method = "POST" }: Sent = {}) => {
  const isBare = method === "GET" || method === "HEAD";
  const response = await fetch(url + path, {
    method,
    headers,
    ...(!isBare && { body: new Uint8Array(Buffer.from(body)) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text) };
};
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
const deliveries = async (integrationId: string) =>
  (await pool().query("SELECT * FROM deliveries WHERE integration_id = $1 ORDER BY id", [integrationId])).rows;
const firing = (fingerprint: string) =>
  JSON.stringify({
    version: "4",
    status: "firing",
    alerts: [
      {
        status: "firing",
        labels: { alertname: "Down", service: fingerprint },
        annotations: {},
        startsAt: new Date().toISOString(),
        fingerprint,
      },
    ],
  });

test("an address without its integration, of another source, or deleted, is nowhere; and other methods are told what is taken", async () => {
  const am = await newIntegration(organizationId, "alertmanager");
  for (const path of [
    "/webhook/alertmanager/nosuchkey",
    `/webhook/grafana/${am.key}`,
    "/webhook/heartbeat/nosuchkey",
    "/webhook/toaster",
    "/webhook/constructor/x",
    "/webhook/",
    "/webhook",
    "/v2/change/enqueue",
    "/v2",
  ])
    expect(await send(path, { body: firing("x"), headers: bearer(am.secret) }), path).toMatchObject({
      status: 404,
      body: { success: false },
    });
  const wrongMethod = await send(`/webhook/alertmanager/${am.key}`, { method: "GET" });
  expect(wrongMethod.status).toBe(405);
  expect(wrongMethod.headers.get("allow")).toBe("POST");
  await pool().query("UPDATE integrations SET deleted_at = now() WHERE id = $1", [am.id]);
  const ask = async () =>
    (await send(`/webhook/alertmanager/${am.key}`, { body: firing("x"), headers: bearer(am.secret) })).status;
  // What it was is remembered for a moment.
  await expect.poll(ask, { timeout: 10_000 }).toBe(404);
});

test("who does not prove themselves is refused, and that is written down where people look", async () => {
  const am = await newIntegration(organizationId, "alertmanager");
  const pd = await newIntegration(organizationId, "pagerduty");
  const path = `/webhook/alertmanager/${am.key}`;
  for (const headers of [
    {},
    bearer("wrong"),
    { authorization: "Bearer" },
    { authorization: `Basic ${btoa("x:wrong")}` },
  ])
    expect((await send(path, { body: firing("x"), headers: headers as Record<string, string> })).status).toBe(401);
  const { body, signature } = pagerDutyEvent(pd.secret, { id: "Q1", type: "triggered", at: new Date() });
  const tampered = await send(`/webhook/pagerduty/${pd.key}`, {
    body: `${body} `,
    headers: { "x-pagerduty-signature": signature },
  });
  expect(tampered.status).toBe(401);
  expect(tampered.body).toMatchObject({ success: false, request_id: expect.any(String) });
  expect(JSON.stringify(tampered.body)).not.toContain(pd.secret);
  expect([...(await deliveries(am.id)), ...(await deliveries(pd.id))]).toEqual([]);
  await expect
    .poll(
      async () =>
        (await pool().query("SELECT 1 FROM integration_log WHERE integration_id = $1 AND level = 'error'", [am.id]))
          .rowCount,
    )
    .toBe(1);
  await expect
    .poll(
      async () =>
        (await pool().query("SELECT 1 FROM security_events WHERE kind = 'signature.bad' AND actor_id = $1", [pd.id]))
          .rowCount,
    )
    .toBe(1);
});

test("an address without a key is the first organization's, whatever others make", async () => {
  const own = await newIntegration(organizationId, "pagerduty");
  const stranger = (await newOrganization()).id;
  const theirs = await Promise.all(Array.from({ length: 21 }, () => newIntegration(stranger, "pagerduty")));
  const sendAs = (secret: string) => {
    const { body, signature } = pagerDutyEvent(secret, { id: newId(), type: "triggered", at: new Date() });
    return send("/webhook/pagerduty", { body, headers: { "x-pagerduty-signature": signature } });
  };
  expect((await sendAs(own.secret)).status).toBe(202);
  expect(await sendAs(theirs[0]?.secret ?? "")).toMatchObject({
    status: 404,
    body: { error: expect.stringContaining("the address that ends in a key") },
  });
  expect(await deliveries(own.id)).toHaveLength(1);
});

test("an address without a key finds its integration by the secret", async () => {
  const [one, other] = [
    await newIntegration(organizationId, "generic"),
    await newIntegration(organizationId, "generic"),
  ];
  expect((await send("/webhook/generic", { body: '{"title":"t"}', headers: bearer(other.secret) })).status).toBe(202);
  expect((await send("/webhook/generic", { body: '{"title":"t"}', headers: bearer("wrong") })).status).toBe(404);
  expect([(await deliveries(one.id)).length, (await deliveries(other.id)).length]).toEqual([0, 1]);
  // Amazon signs for everybody, so without a key nobody is meant: not even the only one, whatever it keeps as a secret.
  await newIntegration(organizationId, "cloudwatch");
  const { body } = sampleOf("cloudwatch", {
    state: "firing",
    title: "High CPU",
    service: "checkout",
    severity: "high",
    dedupKey: "k",
    at: new Date(),
    secret: newSimulatorKey(),
  });
  expect((await send("/webhook/cloudwatch", { body })).status).toBe(404);
});

test("the same delivery id is stored once, also when both come at once", async () => {
  const pd = await newIntegration(organizationId, "pagerduty");
  const { body, signature } = pagerDutyEvent(pd.secret, { id: "QTWICE", type: "triggered", at: new Date() });
  const headers = { "x-pagerduty-signature": signature, "x-webhook-id": "one-id" };
  const answers = await Promise.all(
    Array.from({ length: 30 }, () => send(`/webhook/pagerduty/${pd.key}`, { body, headers })),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array(30).fill(202));
  expect(answers.filter(({ body }) => body.data.is_new)).toHaveLength(1);
  expect(await deliveries(pd.id)).toHaveLength(1);
});

test("bodies may be packed, and none may be larger than its limit, packed or not, announced or not", async () => {
  const am = await newIntegration(organizationId, "alertmanager");
  const path = `/webhook/alertmanager/${am.key}`;
  const packed = { ...bearer(am.secret), "content-encoding": "gzip" };
  expect((await send(path, { body: gzipSync(firing("packed")), headers: packed })).status).toBe(202);
  expect((await deliveries(am.id))[0].body.toString()).toContain("packed");
  expect((await send(path, { body: "no gzip", headers: packed })).status).toBe(400);
  expect(
    (await send(path, { body: "x", headers: { ...bearer(am.secret), "content-encoding": "toString" } })).status,
  ).toBe(400);
  expect((await send(path, { body: gzipSync(Buffer.alloc(50_000_000)), headers: packed })).status).toBe(413);
  expect((await send(path, { body: Buffer.alloc(262_145, "x"), headers: bearer(am.secret) })).status).toBe(413);
  const unannounced = await new Promise<number>((resolve, reject) => {
    const sending = httpRequest(
      url + path,
      { method: "POST", headers: { ...bearer(am.secret), "transfer-encoding": "chunked" } },
      (response) => {
        resolve(response.statusCode ?? 0);
        response.resume();
      },
    );
    sending.on("error", reject);
    for (let i = 0; i < 20; i++) sending.write(Buffer.alloc(20_000, "x"));
  });
  expect(unannounced).toBe(413);
  expect(await deliveries(am.id)).toHaveLength(1);
});

test("whatever bytes come are kept, and what cannot be read is shown with its reason and harms nothing", async () => {
  const generic = await newIntegration(organizationId, "generic");
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  const bodies = [
    "",
    "not json",
    "null",
    "42",
    "[]",
    "{}",
    '{"title":"a\\u0000b"}',
    '{"title":"\\ud800"}',
    '{"title":1e400}',
    '{"title":"a","title":"b"}',
    '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"title":"p"}',
    deep,
    Buffer.from([0xff, 0xfe, 0x00, 0x80]),
    '\ufeff{"title":"bom"}',
  ];
  for (const body of bodies)
    expect(
      (
        await send(`/webhook/generic/${generic.key}`, {
          body,
          headers: { ...bearer(generic.secret), "content-type": "image/png" },
        })
      ).status,
    ).toBe(202);
  await processDeliveries();
  const kept = await deliveries(generic.id);
  expect(kept).toHaveLength(bodies.length);
  expect(kept.filter(({ state }) => state === "waiting" || state === "failed")).toEqual([]);
  for (const { state, problem } of kept) expect(state === "unreadable", problem).toBe(problem !== null);
  expect(Buffer.compare(kept[12].body, bodies[12] as Buffer)).toBe(0);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test("an existing sender of Events API v2 only changes its host", async () => {
  const v2 = await newIntegration(organizationId, "events-v2");
  const event = (more: object) =>
    JSON.stringify({
      routing_key: v2.key,
      event_action: "trigger",
      payload: { summary: "Disk full", source: "db-1", severity: "critical" },
      ...more,
    });
  const taken = await send("/v2/enqueue/", { body: event({}) });
  expect(taken).toMatchObject({
    status: 202,
    body: { status: "success", message: "Event processed", dedup_key: expect.stringMatching(/^\w{32}$/) },
  });
  await processDeliveries();
  const resolve = JSON.stringify({ routing_key: v2.key, event_action: "resolve", dedup_key: taken.body.dedup_key });
  expect((await send("/v2/enqueue", { body: resolve })).status).toBe(202);
  await processDeliveries();
  const found = await pool().query(
    "SELECT i.status, i.severity FROM incidents i JOIN signals s ON s.incident_id = i.id WHERE s.integration_id = $1",
    [v2.id],
  );
  expect(found.rows).toEqual([{ status: "resolved", severity: "critical" }]);
  for (const body of [
    "{",
    "[]",
    event({ routing_key: "0".repeat(32) }),
    event({ event_action: "explode" }),
    event({ payload: null }),
  ])
    expect(await send("/v2/enqueue", { body }), body).toMatchObject({
      status: 400,
      body: { status: "invalid event", message: "Event object is invalid", errors: [expect.any(String)] },
    });
});

test("a paused integration, and one over its limit, ask to be tried again, and never with 429", async () => {
  const paused = await newIntegration(organizationId, "alertmanager");
  await pool().query("UPDATE integrations SET is_paused = true WHERE id = $1", [paused.id]);
  const answer = await send(`/webhook/alertmanager/${paused.key}`, {
    body: firing("x"),
    headers: bearer(paused.secret),
  });
  expect(answer.status).toBe(503);
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
});

test("a heartbeat is heard by its key, by whatever method is at hand", async () => {
  const heart = await newIntegration(organizationId, "heartbeat");
  for (const method of ["GET", "HEAD", "POST"])
    expect((await send(`/webhook/heartbeat/${heart.key}`, { method })).status).toBe(202);
  const { rows } = await pool().query("SELECT due_at > last_beat_at AS due FROM heartbeats WHERE integration_id = $1", [
    heart.id,
  ]);
  expect(rows).toEqual([{ due: true }]);
});

test("a full inbox asks senders to come back, and takes more once it has been read", { timeout: 90_000 }, async () => {
  const am = await newIntegration(organizationId, "alertmanager");
  const ask = () => send(`/webhook/alertmanager/${am.key}`, { body: firing("x"), headers: bearer(am.secret) });
  await pool().query(
    `INSERT INTO deliveries (id, organization_id, integration_id, received_at, body, due_at)
     SELECT gen_random_uuid(), $1, $2, now(), '', now() + interval '1 day' FROM generate_series(1, 100000)`,
    [organizationId, am.id],
  );
  await expect.poll(async () => (await ask()).status, { timeout: 30_000, interval: 200 }).toBe(503);
  expect((await ask()).headers.get("retry-after")).toBe("2");
  await pool().query("DELETE FROM deliveries WHERE integration_id = $1", [am.id]);
  await expect.poll(async () => (await ask()).status, { timeout: 30_000, interval: 200 }).toBe(202);
});
