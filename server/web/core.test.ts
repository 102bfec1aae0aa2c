import type { ChildProcess } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabase, pool } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { beat, sayGoodbye } from "@/lib/platform/workers";
import { endWorker, startWorker } from "@/test/worker-process";
import { startLoop } from "../loop";
import { heartbeatLoop } from "../worker/loops/heartbeat";
import { answerCore } from "./core";

let http: Server;
let url: string;
let running: ChildProcess | undefined;
beforeAll(async () => {
  const vitals = { isStarted: () => true, connections: () => 0 };
  http = createServer((request, response) => void answerCore(request, response, "request-id", vitals));
  await new Promise<void>((done) => http.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});
afterAll(async () => {
  if (running) await endWorker(running, "SIGKILL");
  http.close();
  await closeDatabase();
});

const worker = () => ({ id: newId(), hostName: "a machine", version: "0.1.0" });
const ask = async (path: string) => {
  const response = await fetch(`${url}${path}`);
  const text = await response.text();
  return { status: response.status, text, body: text.startsWith("{") ? JSON.parse(text) : null };
};
const silent = (id: string, seconds: number) =>
  pool().query("UPDATE workers SET seen_at = now() - make_interval(secs => $2) WHERE id = $1", [id, seconds]);

test("health is not ok while nothing watches, and the pages are served all the same", async () => {
  const unwatched = await ask("/health");
  expect(unwatched.status).toBe(503);
  expect(unwatched.body).toMatchObject({
    success: false,
    error: expect.stringContaining("nothing is watched"),
    details: { status: "degraded", database: "ok", workers: { alive: 0, last_seen_at: null, last_seen_seconds: null } },
  });
  for (const path of ["/ready", "/alive"]) expect((await ask(path)).status).toBe(200);
  const { text } = await ask("/metrics");
  expect(text).toContain("\nnightshift_workers 0\n");
  expect(text).not.toContain("nightshift_worker_last_seen_seconds");
});

test("a worker counts while it says that it lives, and no longer when it is silent or has ended", async () => {
  const [gone, ending] = [worker(), worker()];
  const lives = heartbeatLoop(newId());
  await beat(gone);
  await beat(ending);
  const loop = startLoop(lives);
  await expect.poll(async () => (await ask("/health")).body.data?.workers.alive).toBe(3);
  await silent(gone.id, 60);
  await sayGoodbye(ending.id);
  const { status, body } = await ask("/api/v1/health");
  expect(status).toBe(200);
  expect(body.data).toMatchObject({ status: "ok", workers: { alive: 1, last_seen_at: expect.any(String) } });
  expect(body.data.workers.last_seen_seconds).toBeLessThan(10);
  expect((await ask("/metrics")).text).toMatch(
    /\nnightshift_workers 1\n[\s\S]*\nnightshift_worker_last_seen_seconds \d/,
  );

  await loop.stop();
  await pool().query("UPDATE workers SET seen_at = now() - interval '42 seconds'");
  const after = await ask("/health");
  expect(after.body).toMatchObject({ success: false, details: { status: "degraded", workers: { alive: 0 } } });
  expect(Math.floor(after.body.details.workers.last_seen_seconds)).toBe(42);
});

test("health is not ok while an organization's webhooks are refused because its inbox is full", async () => {
  const living = worker();
  await beat(living);
  const organizationId = newId();
  await pool().query(
    `INSERT INTO deliveries (id, organization_id, integration_id, received_at, body, due_at)
     SELECT gen_random_uuid(), $1, $1, now(), '', now() FROM generate_series(1, 100000)`,
    [organizationId],
  );
  await expect.poll(async () => (await ask("/health")).status, { timeout: 20_000 }).toBe(503);
  expect((await ask("/health")).body).toMatchObject({
    error: "The inbox of an organization is full: webhooks are told to come back later",
    details: { status: "degraded", inboxes: { full: 1 }, workers: { alive: 1 } },
  });
  expect((await ask("/ready")).status).toBe(200);
  await pool().query("DELETE FROM deliveries WHERE organization_id = $1", [organizationId]);
  await expect.poll(async () => (await ask("/health")).status, { timeout: 20_000 }).toBe(200);
  await sayGoodbye(living.id);
}, 60_000);

test("a row that was left behind goes, and a beat that cannot be written does not end its loop", async () => {
  const old = worker();
  await beat(old);
  await silent(old.id, 25 * 3_600);
  const id = newId();
  await pool().query("ALTER TABLE workers RENAME TO workers_away");
  const loop = startLoop(heartbeatLoop(id));
  await expect.poll(async () => (await ask("/health")).status).toBe(503);
  await pool().query("ALTER TABLE workers_away RENAME TO workers");
  await expect
    .poll(async () => (await pool().query("SELECT 1 FROM workers WHERE id = $1", [id])).rowCount, {
      timeout: 10_000,
    })
    .toBe(1);
  await loop.stop();
  expect((await pool().query("SELECT 1 FROM workers WHERE id = $1", [old.id])).rowCount).toBe(0);
});

test("a real worker is missed when it is frozen, found again when it goes on, and gone at once when it is asked to stop", async () => {
  await pool().query("DELETE FROM workers");
  running = await startWorker("/nowhere");
  const health = async () => {
    const { status, body } = await ask("/health");
    return [status, (body.data ?? body.details).workers.alive];
  };
  await expect.poll(health, { timeout: 20_000 }).toEqual([200, 1]);
  running.kill("SIGSTOP");
  await expect.poll(health, { timeout: 20_000 }).toEqual([503, 0]);
  const { text } = await ask("/metrics");
  expect(Number(/\nnightshift_worker_last_seen_seconds (\S+)/.exec(text)?.[1])).toBeGreaterThan(9);
  expect((await ask("/alive")).status).toBe(200);
  running.kill("SIGCONT");
  await expect.poll(health, { timeout: 20_000 }).toEqual([200, 1]);
  await endWorker(running, "SIGTERM");
  expect(await health()).toEqual([503, 0]);
}, 90_000);
