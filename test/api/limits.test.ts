import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import * as incidents from "@/app/api/v1/incidents/route";
import { ctxOfApiKey } from "@/lib/auth";
import { forgetOldCalls, takeCall } from "@/lib/calls";
import { pool, prisma } from "@/lib/platform/db";
import { closeDatabase, newApiKey, newNamedKey, newSession } from "@/test/caller";
import { newOrganization } from "@/test/organization";

process.env.NIGHTSHIFT_CALLS_PER_KEY = "50";
process.env.NIGHTSHIFT_CALLS_PER_ORGANIZATION = "120";
process.env.NIGHTSHIFT_CALLS_PER_PERSON = "5";
afterAll(closeDatabase);

const none = { params: Promise.resolve({}) };
const list = (headers: Record<string, string>) =>
  incidents.GET(new Request("http://nightshift.test/api/v1/incidents", { headers }), none);
const limitedEvents = (organizationId: string) =>
  prisma().securityEvent.findMany({ where: { organizationId, kind: "rate_limited" }, orderBy: { at: "asc" } });

async function spend(key: string, calls: number): Promise<void> {
  const ctx = await ctxOfApiKey(key, null);
  if (ctx) await Promise.all(Array.from({ length: calls }, () => takeCall(ctx, { isReading: true })));
}

test("two processes that share a key are allowed exactly its limit, and the record says so once", async () => {
  const { id } = await newOrganization();
  const key = await newNamedKey(id, "read");
  const run = () =>
    promisify(execFile)(process.execPath, ["--import", "tsx", "test/api/limits.fixture.ts", id, key.id, "60"]);
  const allowed = (await Promise.all([run(), run()])).map(({ stdout }) => Number(stdout));
  expect((allowed[0] ?? 0) + (allowed[1] ?? 0)).toBe(50);
  expect(await limitedEvents(id)).toMatchObject([{ actorId: key.id, data: { limit: "key", calls_per_hour: 50 } }]);
});

test("every answer says what is left; the one too many says which limit, and when it ends", async () => {
  const { id } = await newOrganization();
  const key = await newApiKey(id, "read");
  const first = await list({ "x-api-key": key });
  expect(first.headers.get("ratelimit-policy")).toBe('"hour";q=50;w=3600, "organization";q=120;w=3600');
  expect(first.headers.get("ratelimit")).toBe('"hour";r=49;t=3600, "organization";r=119;t=3600');
  const refused = await incidents.POST(
    new Request("http://nightshift.test/api/v1/incidents", {
      method: "POST",
      headers: { "x-api-key": key },
      body: "{",
    }),
    none,
  );
  expect([refused.status, refused.headers.get("ratelimit")]).toEqual([403, expect.stringContaining('"hour";r=48;')]);

  await spend(key, 48);
  await pool().query("UPDATE rate_windows SET ends_at = now() + interval '90 seconds'");
  const limited = await list({ "x-api-key": key });
  expect(limited.status).toBe(429);
  expect(Number(limited.headers.get("retry-after"))).toBeGreaterThan(80);
  expect(limited.headers.get("ratelimit")).toMatch(/^"hour";r=0;t=\d\d$/);
  expect((await limited.json()).error).toMatch(
    /^API key ".+" has made 50 calls within an hour, .+ ends in \d\d seconds$/,
  );

  await pool().query("UPDATE rate_windows SET ends_at = now() - interval '1 second'");
  const next = await list({ "x-api-key": key });
  expect([next.status, next.headers.get("ratelimit")]).toEqual([200, expect.stringContaining('"hour";r=49;t=3600')]);
});

test("what is refused to one key is not taken from the others; all keys together have a limit; people can act when they have read too much", async () => {
  const { id } = await newOrganization();
  const [wild, calm, third] = [await newApiKey(id, "read"), await newApiKey(id, "read"), await newApiKey(id, "read")];
  await spend(wild, 500);
  expect((await list({ "x-api-key": calm })).headers.get("ratelimit")).toContain('"organization";r=69;');
  await spend(calm, 49);
  await spend(third, 20);
  const shared = await list({ "x-api-key": third });
  expect([shared.status, (await shared.json()).error]).toEqual([429, expect.stringContaining("All API keys")]);

  const { cookie } = await newSession(id, "owner");
  const open = () =>
    incidents.POST(
      new Request("http://nightshift.test/api/v1/incidents", {
        method: "POST",
        headers: { cookie, "sec-fetch-site": "same-origin" },
        body: JSON.stringify({ title: "The disk is full" }),
      }),
      none,
    );
  for (let left = 4; left >= 0; left--)
    expect((await list({ cookie })).headers.get("ratelimit")).toMatch(`"reading";r=${left};`);
  expect((await list({ cookie })).status).toBe(429);
  // Who has read too much can still act.
  for (let left = 4; left >= 0; left--) {
    const opened = await open();
    expect([opened.status, opened.headers.get("ratelimit")]).toEqual([
      201,
      expect.stringContaining(`"hour";r=${left};`),
    ]);
  }
  const refused = await open();
  expect([refused.status, (await refused.json()).error]).toEqual([
    429,
    expect.stringMatching(/^You have made 5 calls/),
  ]);
  expect((await limitedEvents(id)).map(({ data }) => (data as { limit: string }).limit)).toEqual([
    "key",
    "organization",
    "reading",
  ]);
});

test("unknown keys from one address are held back, and good ones from there are not", async () => {
  const { id } = await newOrganization();
  const key = await newApiKey(id, "read");
  const from = { "x-nightshift-address": "192.0.2.7" };
  const statuses: number[] = [];
  for (let i = 0; i < 61; i++) statuses.push((await list({ ...from, "x-api-key": `ns_guess-${i}` })).status);
  expect(statuses.slice(0, 60)).toEqual(Array(60).fill(401));
  expect(statuses[60]).toBe(429);
  expect((await list({ ...from, "x-api-key": key })).status).toBe(200);
  expect((await list({ "x-nightshift-address": "192.0.2.8", "x-api-key": "ns_guess" })).status).toBe(401);
});

test("windows that have ended are forgotten", async () => {
  await pool().query("UPDATE rate_windows SET ends_at = now() - interval '2 hours'");
  await forgetOldCalls();
  expect((await pool().query("SELECT 1 FROM rate_windows")).rowCount).toBe(0);
});
