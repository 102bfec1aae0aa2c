import { afterAll, beforeAll, expect, test, vi } from "vitest";
import * as stats from "@/app/api/v1/dashboard/stats/route";
import * as incidents from "@/app/api/v1/incidents/route";
import * as services from "@/app/api/v1/services/route";
import { freezePostgres } from "@/lib/platform/frozen-postgres.fixture";
import { type LocalPostgres, startPostgres, stopPostgres } from "@/lib/platform/local-postgres";
import { closeDatabase, newApiKey, newSession } from "@/test/caller";
import { newOrganization } from "@/test/organization";
import { startOwnDatabase } from "@/test/own-postgres";
import type { RouteHandler } from "./serve";

let cluster: LocalPostgres;
let remove = async () => {};
beforeAll(async () => {
  ({ cluster, remove } = await startOwnDatabase());
});
afterAll(async () => {
  await closeDatabase();
  await remove();
});

test("while Postgres is away every call is a 503 that says when to come back; once it is there, they work again", async () => {
  const org = await newOrganization();
  const key = await newApiKey(org.id, "responder");
  const none = { params: Promise.resolve({}) };
  const call = (init: RequestInit = {}) =>
    new Request("http://nightshift.test/api/v1/incidents", { ...init, headers: { "x-api-key": key } });
  const open = () => incidents.POST(call({ method: "POST", body: '{"title":"x"}' }), none);
  expect((await open()).status).toBe(201);

  await stopPostgres(cluster, "immediate");
  for (const response of await Promise.all([open(), incidents.GET(call(), none), open()])) {
    expect(response.status).toBe(503);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await response.json()).toMatchObject({ success: false, error: expect.stringContaining("database") });
  }

  // Stopped in the middle of a transaction, whichever statement that hits.
  await startPostgres(cluster);
  await vi.waitFor(async () => expect((await open()).status).toBe(201), { timeout: 20_000 });
  const calls = Array.from({ length: 60 }, open);
  await stopPostgres(cluster, "immediate");
  for (const response of await Promise.all(calls)) expect([201, 503]).toContain(response.status);

  await startPostgres(cluster);
  await vi.waitFor(async () => expect((await open()).status).toBe(201), { timeout: 20_000 });
});

test("while Postgres is frozen every call is a 503 within seconds; once it goes on, nothing that was asked for is there twice", async () => {
  const org = await newOrganization();
  const key = await newApiKey(org.id, "responder");
  const none = { params: Promise.resolve({}) };
  const url = "http://nightshift.test/api/v1/incidents";
  const open = async (title: string) => {
    const since = performance.now();
    const request = new Request(url, {
      method: "POST",
      body: JSON.stringify({ title }),
      headers: { "x-api-key": key },
    });
    const response = await incidents.POST(request, none);
    return { title, response, tookMs: performance.now() - since };
  };
  const { cookie } = await newSession(org.id, "responder");
  const readings: { read: RouteHandler; headers: Record<string, string> }[] = [
    { read: incidents.GET, headers: { "x-api-key": key } },
    { read: services.GET, headers: { cookie } },
    { read: stats.GET, headers: { cookie } },
  ];
  const look = async ({ read, headers }: (typeof readings)[number]) => {
    const since = performance.now();
    const response = await read(new Request("http://nightshift.test/", { headers }), none);
    return { response, tookMs: performance.now() - since };
  };
  expect((await open("before")).response.status).toBe(201);
  for (const reading of readings) expect((await look(reading)).response.status).toBe(200);

  // Frozen in the middle of transactions, whichever statement that hits.
  const calls = Array.from({ length: 30 }, (_, i) => open(`during ${i}`));
  await Promise.race(calls);
  const thaw = freezePostgres(cluster.dataDir);
  try {
    const answered = [...(await Promise.all(calls)), await open("frozen")];
    for (const { response, tookMs } of answered) {
      expect([201, 503]).toContain(response.status);
      expect(tookMs).toBeLessThan(6_000);
      if (response.status === 503)
        expect(await response.json()).toMatchObject({ success: false, error: expect.stringContaining("database") });
    }
    expect(answered.at(-1)?.response.status).toBe(503);
    expect(answered.at(-1)?.tookMs).toBeLessThan(3_500);
    // More than there are connections, so that some wait for one.
    const looked = Array.from({ length: 10 }, () => readings.map(look)).flat();
    for (const { response, tookMs } of await Promise.all(looked)) {
      expect(response.status).toBe(503);
      expect(tookMs).toBeLessThan(5_000);
    }
    thaw();
    await vi.waitFor(async () => expect((await open("after")).response.status).toBe(201), { timeout: 20_000 });

    const { data } = await (
      await incidents.GET(new Request(`${url}?page_size=100`, { headers: { "x-api-key": key } }), none)
    ).json();
    const titles: string[] = data.items.map(({ title }: { title: string }) => title);
    expect(new Set(titles).size).toBe(titles.length);
    const saved = answered.filter(({ response }) => response.status === 201).map(({ title }) => title);
    expect(titles).toEqual(expect.arrayContaining(saved));
  } finally {
    thaw();
  }
});
