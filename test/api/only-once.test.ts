import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once as happens } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as incidents from "@/app/api/v1/incidents/route";
import * as apiKeys from "@/app/api/v1/settings/api-keys/route";
import { ctxOfApiKey } from "@/lib/auth";
import { once } from "@/lib/calls";
import { createIncident } from "@/lib/incidents";
import { clock, useClock } from "@/lib/platform/clock";
import { pool, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { closeDatabase, newApiKey } from "@/test/caller";
import { newOrganization } from "@/test/organization";

let organizationId: string;
let apiKey: string;
beforeAll(async () => {
  organizationId = (await newOrganization()).id;
  apiKey = await newApiKey(organizationId, "admin");
});
afterAll(closeDatabase);

type Route = { POST: typeof incidents.POST };
async function post(route: Route, key: string, body: unknown, { as = apiKey, search = "" } = {}) {
  const path = route === incidents ? "incidents" : "settings/api-keys";
  const request = new Request(`http://nightshift.test/api/v1/${path}${search}`, {
    method: "POST",
    headers: { "x-api-key": as, "idempotency-key": key },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const response = await route.POST(request, { params: Promise.resolve({}) });
  const text = await response.text();
  return {
    status: response.status,
    text,
    body: JSON.parse(text),
    replayed: response.headers.get("idempotency-replayed"),
  };
}
const count = (title: string) => prisma().incident.count({ where: { organizationId, title } });
const ownCtx = async () => {
  const ctx = await ctxOfApiKey(apiKey, null);
  if (!ctx) throw new Error("The key does not work");
  return ctx;
};

test("twenty at once open one incident, and each hears the same answer; so does who asks later", async () => {
  const title = "Checkout is slow";
  // The same call in other words: neither the order of fields nor spaces make another one.
  const bodies = [{ title, severity: "high" }, `{ "severity":"high",\n"title":"${title}"}`];
  const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => post(incidents, "twenty", bodies[i % 2])));
  expect(await count(title)).toBe(1);
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  expect(answers.filter(({ replayed }) => replayed === "true")).toHaveLength(19);
  expect(await post(incidents, "twenty", bodies[0])).toMatchObject({ status: 201, replayed: "true" });
});

test("the key with another call is refused; of another caller it is another key; and it must be a key", async () => {
  const title = "One call";
  await post(incidents, "one", { title });
  const refusals: [string, Awaited<ReturnType<typeof post>>][] = [
    ["another body", await post(incidents, "one", { title: "Another" })],
    ["another call", await post(incidents, "one", { title }, { search: "?x=1" })],
    ["another call", await post(apiKeys, "one", { name: "X", scope: "read" })],
  ];
  for (const [words, answer] of refusals)
    expect(answer).toMatchObject({ status: 409, body: { error: expect.stringContaining(words) } });
  const other = await newApiKey(organizationId, "respond");
  expect(await post(incidents, "one", { title }, { as: other })).toMatchObject({ status: 201, replayed: null });
  expect(await count(title)).toBe(2);
  for (const bad of ["", "k".repeat(201), "schl\u00fcssel"])
    expect((await post(incidents, bad, { title })).status).toBe(422);
});

test("a refusal is kept, a call that may not be made or cannot be read uses nothing up", async () => {
  const name = `Named ${newId()}`;
  const reader = await newApiKey(organizationId, "read");
  expect((await post(apiKeys, "refused", { name, scope: "read" }, { as: reader })).status).toBe(403);
  expect((await post(apiKeys, "refused", { name })).status).toBe(422);
  expect((await post(apiKeys, "refused", { name, scope: "read" })).status).toBe(201);
  const taken = await post(apiKeys, "taken", { name, scope: "read" });
  expect(taken.status).toBe(409);
  await prisma().apiKey.updateMany({ where: { name }, data: { revokedAt: clock.now() } });
  expect(await post(apiKeys, "taken", { name, scope: "read" })).toEqual({ ...taken, replayed: "true" });
});

test("an answer with a secret comes again, and lies nowhere in clear", async () => {
  const first = await post(apiKeys, "secret", { name: "Pipeline", scope: "read" });
  const again = await post(apiKeys, "secret", { name: "Pipeline", scope: "read" });
  expect(again).toEqual({ ...first, replayed: "true" });
  const { rows } = await pool().query("SELECT json_agg(i) AS all FROM idempotency_keys i");
  expect(JSON.stringify(rows)).toContain('"key":"secret"');
  expect(JSON.stringify(rows)).not.toMatch(/ns_[\w-]{20}/);
});

test("a failure of ours frees the key when nothing was saved, and says so when something was", async () => {
  const ctx = await ownCtx();
  const failed = { status: 503, contentType: "application/json", body: "{}" };
  const done = { ...failed, status: 201 };
  const call = { key: "failing", method: "POST", path: "/x", body: null };
  expect(await once(ctx, call, async () => failed)).toEqual({ answer: failed, isReplay: false });
  expect(await once(ctx, call, async () => done)).toEqual({ answer: done, isReplay: false });
  const saving = { ...call, key: "saving" };
  await once(ctx, saving, async () => {
    await createIncident(ctx, { title: "Saved before it failed" });
    return failed;
  });
  await expect(once(ctx, saving, async () => done)).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("was carried out"),
  });
  await pool().query("UPDATE idempotency_keys SET expires_at = now() - interval '1 second'");
  expect(await once(ctx, saving, async () => done)).toMatchObject({ isReplay: false });
});

test("whoever waits for an answer that does not come is told that it is still running", async () => {
  const ctx = await ownCtx();
  const call = { key: "slow", method: "POST", path: "/x", body: null };
  const answer = { status: 200, contentType: "application/json", body: "{}" };
  let finish = () => {};
  const first = once(ctx, call, () => new Promise((resolve) => (finish = () => resolve(answer))));
  let asked = 0;
  const start = Date.now();
  const putBack = useClock({ now: () => new Date(start + 2_000 * asked++), sleep: () => Promise.resolve() });
  try {
    await expect.poll(() => prisma().idempotencyKey.count({ where: { key: "slow" } })).toBe(1);
    await expect(once(ctx, call, async () => answer)).rejects.toThrow("still running");
  } finally {
    putBack();
  }
  finish();
  expect(await first).toEqual({ answer, isReplay: false });
  expect(await once(ctx, call, async () => answer)).toEqual({ answer, isReplay: true });
});

/** Another web process, which opens an incident once and stops where it is told. */
function another(key: string, title: string, stop: string) {
  const argv = ["--import", "tsx", "test/api/only-once.fixture.ts", apiKey, key, title, stop];
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(process.execPath, argv, {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    hears: async () => (await lines.next()).value,
    goOn: () => child.stdin.write("go on\n"),
    kill: async () => {
      child.kill("SIGKILL");
      await happens(child, "exit");
    },
  };
}
const endLeases = () => pool().query("UPDATE idempotency_keys SET lease_until = now() - interval '1 second'");

test("after a restart an answer is still known", async () => {
  const title = "Told by another process";
  const other = another("restart", title, "nowhere");
  expect(await other.hears()).toBe("done");
  expect(await post(incidents, "restart", { title })).toMatchObject({ status: 201, replayed: "true" });
  expect(await count(title)).toBe(1);
});

test("killed before it saved anything, the call is carried out by the next try; killed after, never again", async () => {
  const before = another("killed-before", "Killed before", "before");
  expect(await before.hears()).toBe("waiting");
  await before.kill();
  await endLeases();
  expect(await post(incidents, "killed-before", { title: "Killed before" })).toMatchObject({
    status: 201,
    replayed: null,
  });
  expect(await count("Killed before")).toBe(1);

  const after = another("killed-after", "Killed after", "after");
  expect(await after.hears()).toBe("waiting");
  await after.kill();
  await endLeases();
  expect(await post(incidents, "killed-after", { title: "Killed after" })).toMatchObject({
    status: 409,
    body: { error: expect.stringContaining("its answer was lost") },
  });
  expect(await count("Killed after")).toBe(1);
});

test("a process that wakes up after another took its call over can save nothing any more", async () => {
  const title = "Woken too late";
  const sleeper = another("sleeper", title, "before");
  expect(await sleeper.hears()).toBe("waiting");
  await endLeases();
  expect((await post(incidents, "sleeper", { title })).status).toBe(201);
  sleeper.goOn();
  expect(await sleeper.hears()).toMatch(/^refused: .*taken over; nothing was saved$/);
  expect(await count(title)).toBe(1);
});
