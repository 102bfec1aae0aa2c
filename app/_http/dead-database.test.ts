import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import * as incidents from "@/app/api/v1/incidents/route";
import { dataDirOf, startPostgres, stopPostgres, urlOf } from "@/lib/platform/local-postgres";
import { migrate } from "@/scripts/migrate/migrate";
import { closeDatabase, newApiKey } from "@/test/caller";
import { freePort } from "@/test/global-setup";
import { newOrganization } from "@/test/organization";

const home = mkdtempSync(join(tmpdir(), "nightshift-dead-"));
const cluster = {
  dataDir: dataDirOf(join(home, "shared", "data")),
  port: 0,
  superuser: "postgres",
  password: randomBytes(16).toString("hex"),
  settings: { fsync: "off" },
};
beforeAll(async () => {
  cluster.port = await freePort();
  process.env.DATABASE_URL = urlOf(cluster, "postgres");
  await startPostgres(cluster);
  await migrate(urlOf(cluster, "postgres"));
});
afterAll(async () => {
  await closeDatabase();
  await stopPostgres(cluster, "immediate");
  rmSync(cluster.dataDir, { recursive: true, force: true });
  rmSync(home, { recursive: true, force: true });
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
