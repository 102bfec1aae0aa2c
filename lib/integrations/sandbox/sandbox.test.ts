import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keyFor } from "@/lib/platform/crypto";
import { closeDatabase, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import type { PracticeService } from "@/lib/platform/practice-contract";
import { newOrganization } from "@/test/organization";
import { healService, injectFailure, sandboxView } from "..";

const practice = (service: string, active: boolean): PracticeService => ({
  service,
  kind: "redis",
  mode: "process",
  state: "running",
  hint: null,
  scenarios: [{ id: "crash", title: "Crash", description: "It dies", active }],
});

// The control server at its wire, as lib/platform/practice-contract.ts says it speaks.
const asked: string[] = [];
let answers: Record<string, [number, unknown]> = {};
let server: Server;
let org: Awaited<ReturnType<typeof newOrganization>>;
let foreign: Awaited<ReturnType<typeof newOrganization>>;
beforeAll(async () => {
  server = createServer((request, response) => {
    const allowed = request.headers.authorization === `Bearer ${keyFor("sandbox").toString("hex")}`;
    const line = `${request.method} ${request.url}`;
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      asked.push(`${line} ${body}`.trim());
      const [status, json] = allowed ? (answers[line] ?? [404, { error: "No such thing" }]) : [401, { error: "No" }];
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(json));
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("No port");
  process.env.NIGHTSHIFT_SANDBOX_URL = `http://127.0.0.1:${address.port}`;

  org = await newOrganization();
  foreign = await newOrganization();
  await prisma().service.create({
    data: {
      id: newId(),
      organizationId: org.id,
      name: "redis-test",
      kind: "redis",
      targetKind: "process",
      targetName: "redis-test",
      host: "127.0.0.1",
      port: 1,
      isSandbox: true,
    },
  });
});
afterAll(async () => {
  await closeDatabase();
  server.close();
});

const audited = async (organizationId: string) =>
  (await prisma().auditEntry.findMany({ where: { organizationId }, orderBy: { seq: "asc" } })).map(({ verb }) => verb);

test("an organization breaks and heals its own practice services, and sees those alone", async () => {
  answers = {
    "GET /services": [200, [practice("redis-test", false), practice("somebody-elses", false)]],
    "POST /services/redis-test/inject": [200, practice("redis-test", true)],
    "POST /services/redis-test/heal": [200, practice("redis-test", false)],
  };
  expect(await sandboxView(org.viewer)).toEqual({ enabled: true, services: [practice("redis-test", false)] });
  const broken = await injectFailure(org.responder, { service: "redis-test", scenario: "crash" });
  expect(broken.scenarios[0]?.active).toBe(true);
  await healService(org.responder, { service: "redis-test" });
  expect(asked.slice(-2)).toEqual([
    'POST /services/redis-test/inject {"scenario":"crash"}',
    "POST /services/redis-test/heal",
  ]);
  expect(await audited(org.id)).toEqual(["sandbox.inject-failure", "sandbox.heal"]);
});

test("a viewer and another organization break nothing, and the sandbox is not even asked", async () => {
  const before = asked.length;
  const crash = { service: "redis-test", scenario: "crash" };
  await expect(injectFailure(org.viewer, crash)).rejects.toMatchObject({ code: "forbidden" });
  await expect(injectFailure(foreign.owner, crash)).rejects.toMatchObject({ code: "not_found" });
  await expect(healService(foreign.owner, crash)).rejects.toMatchObject({ code: "not_found" });
  expect(await sandboxView(foreign.owner)).toEqual({ enabled: false, services: [] });
  expect(asked.length).toBe(before);
  expect(await audited(foreign.id)).toEqual([]);
});

test("what the sandbox refuses comes back in its words; what cannot be understood, or nothing at all, is unavailable", async () => {
  const inject = () => injectFailure(org.responder, { service: "redis-test", scenario: "crash" });
  const path = "POST /services/redis-test/inject";
  answers = { [path]: [409, { error: "It is already broken" }] };
  await expect(inject()).rejects.toMatchObject({ code: "conflict", message: "It is already broken" });
  answers = { [path]: [404, { error: "There is no such scenario" }] };
  await expect(inject()).rejects.toMatchObject({ code: "not_found", message: "There is no such scenario" });
  answers = { [path]: [503, { error: "redis-server is not installed" }] };
  await expect(inject()).rejects.toMatchObject({ code: "unavailable", message: "redis-server is not installed" });
  answers = { [path]: [200, { surprise: true }] };
  await expect(inject()).rejects.toMatchObject({ code: "unavailable" });
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await expect(inject()).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("not running"),
  });
});
