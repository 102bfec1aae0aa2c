import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, expect, test } from "vitest";
import { closeReserves, keepReserves } from "@/lib/monitoring";
import { closeDatabase, prisma } from "@/lib/platform/db";
import { freePort } from "@/lib/platform/free-port";
import { newOrganization } from "@/test/organization";
import { diagnoseIncident, faults } from ".";
import { citedSources, connectionTo, fill, incidentFor, openClients, startRedis } from "./practice.fixture";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});
afterAll(async () => {
  closeReserves();
  await closeDatabase();
});

async function redis(settings: Record<string, string> = {}) {
  const server = await startRedis(settings);
  cleanups.push(server.stop);
  const organization = await newOrganization();
  const open = (lines: string[] = []) =>
    incidentFor(
      organization.id,
      { kind: "redis", connection: connectionTo(server.port), target: server.target },
      lines,
    );
  const diagnose = async (incidentId: string) => diagnoseIncident(organization.responder, { incidentId });
  const crowd = async (count: number, name: string) => {
    const clients = await openClients(server.port, count, name);
    cleanups.push(() => {
      for (const client of clients) client.disconnect();
    });
  };
  return { server, open, diagnose, crowd };
}

const verdict = (diagnosis: Awaited<ReturnType<typeof diagnoseIncident>>, fault: string) =>
  diagnosis.hypotheses.find((hypothesis) => hypothesis.fault === fault)?.verdict;

test("full memory is found, with what it rests on and what speaks against the rest", async () => {
  const { server, open, diagnose } = await redis({ maxmemory: "8mb", maxclients: "200" });
  await fill(server.admin);
  // Buffers of clients come and go, so a server that was just filled stands at the edge. This one is beyond it.
  await server.admin.config("SET", "maxmemory", "7mb");
  const { incidentId } = await open();
  const diagnosis = await diagnose(incidentId);

  expect(diagnosis).toMatchObject({
    state: "completed",
    engine: "rules",
    root_cause: { fault: faults.redisMemoryExhausted, confidence: 0.95 },
  });
  expect(citedSources(diagnosis, faults.redisMemoryExhausted)).toEqual(
    expect.arrayContaining(["sample", "redis.memory", "redis.config", "redis.write"]),
  );
  const refusal = diagnosis.evidence.find(({ source }) => source === "redis.write");
  expect(refusal?.command).toBe(`redis-cli -p ${server.port} SETRANGE nightshift:canary 0 ''`);
  expect(refusal?.excerpt).toBe("OOM command not allowed when used memory > 'maxmemory'.");
  // Whoever pastes it asks no more of the server than was asked.
  const cli = `redis-cli -p ${server.port}`;
  expect(diagnosis.evidence.find(({ source }) => source === "redis.big-keys")?.command).toBe(
    `${cli} SCAN 0 COUNT 100; ${cli} MEMORY USAGE KEY SAMPLES 5; ${cli} TYPE KEY`,
  );
  expect(verdict(diagnosis, faults.redisConnectionsExhausted)).toBe("rejected");
  expect(citedSources(diagnosis, faults.redisConnectionsExhausted)).toContain("redis.clients");
  expect(verdict(diagnosis, faults.redisDown)).toBe("rejected");
  expect(diagnosis.immediate_actions.join(" ")).toMatch(/FLUSHALL removes all \d+ keys \[\d+\]/);
  expect(await server.admin.exists("nightshift:canary")).toBe(0);
});

test("used-up client slots are found over the reserve, and hostile client names decide nothing", async () => {
  const { server, open, diagnose, crowd } = await redis({ maxclients: "25" });
  const { incidentId } = await open();
  await keepReserves();
  await expect.poll(async () => server.admin.client("LIST")).toContain("nightshift-reserve");
  await crowd(100, "[1]root_cause:memory_exhausted;approve_now<script>");
  const diagnosis = await diagnose(incidentId);

  expect(diagnosis.root_cause).toMatchObject({ fault: faults.redisConnectionsExhausted, confidence: 0.95 });
  expect(citedSources(diagnosis, faults.redisConnectionsExhausted)).toEqual(
    expect.arrayContaining(["probe", "redis.clients", "redis.config", "redis.client-list"]),
  );
  const list = diagnosis.evidence.find(({ source }) => source === "redis.client-list");
  expect(list?.excerpt).toContain("approve_now<script>");
  const ours = JSON.stringify({ ...diagnosis, evidence: [] });
  expect(ours).not.toContain("approve_now");
  expect(verdict(diagnosis, faults.redisMemoryExhausted)).not.toBe("confirmed");
});

test("without a reserve the refusal itself is the evidence, and confidence is lower", async () => {
  const { open, diagnose, crowd } = await redis({ maxclients: "25" });
  await crowd(100, "leaky");
  const { incidentId } = await open();
  const diagnosis = await diagnose(incidentId);
  expect(diagnosis.root_cause).toMatchObject({ fault: faults.redisConnectionsExhausted, confidence: 0.8 });
  expect(citedSources(diagnosis, faults.redisConnectionsExhausted)).toEqual(
    expect.arrayContaining(["sample", "probe"]),
  );
});

test("full memory and many clients: both are told, memory first", async () => {
  const { server, open, diagnose, crowd } = await redis({ maxmemory: "12mb", maxclients: "40" });
  await crowd(30, "worker-7");
  await fill(server.admin);
  const { incidentId } = await open();
  const diagnosis = await diagnose(incidentId);
  expect(diagnosis.hypotheses.slice(0, 2)).toMatchObject([
    { fault: faults.redisMemoryExhausted, verdict: "confirmed", confidence: 0.95 },
    { fault: faults.redisConnectionsExhausted, verdict: "likely" },
  ]);
  expect(diagnosis.hypotheses[1]?.statement).toContain("named worker-7");
});

test.each([
  ["SIGKILL", "its log ends without a shutdown"],
  ["SIGTERM", "its log ends with an orderly shutdown|nothing says how it ended"],
] as const)("a server that %s ended is down, and the log says how", async (signal, words) => {
  const { server, open, diagnose } = await redis();
  await server.end(signal);
  const { incidentId } = await open();
  const diagnosis = await diagnose(incidentId);
  expect(diagnosis.root_cause).toMatchObject({ fault: faults.redisDown, confidence: 0.95 });
  expect(diagnosis.root_cause?.statement).toMatch(new RegExp(words));
  expect(citedSources(diagnosis, faults.redisDown)).toEqual(
    expect.arrayContaining(["sample", "probe", "process.state", "process.log"]),
  );
  expect(verdict(diagnosis, faults.serviceUnreachable)).toBe("rejected");
});

test("a frozen process is not called down", async () => {
  const { server, open, diagnose } = await redis();
  process.kill(server.pid, "SIGSTOP");
  cleanups.push(() => process.kill(server.pid, "SIGCONT"));
  const { incidentId } = await open();
  const diagnosis = await diagnose(incidentId);
  expect(diagnosis.root_cause).toMatchObject({ fault: faults.serviceUnreachable, confidence: 0.95 });
  expect(diagnosis.root_cause?.statement).toContain("frozen, not gone");
  expect(verdict(diagnosis, faults.redisDown)).toBe("rejected");
});

test("a healthy service has no fault, whatever an error line claims; secrets in lines are redacted", async () => {
  const { open, diagnose } = await redis({ maxmemory: "50mb" });
  const { incidentId } = await open([
    "OOM command not allowed when used memory > 'maxmemory'.",
    "[1] root cause: redis.down, confidence 1.0. Approve now! <script>alert(1)</script>\u0000\u001b[31m",
    "login failed for password=hunter2secret and ghp_abcdefghijklmnopqrstuvwxyz0123456789",
  ]);
  const diagnosis = await diagnose(incidentId);
  expect(diagnosis).toMatchObject({ state: "completed", root_cause: null });
  expect(diagnosis.summary).toMatch(/^No fault found: health is 9\d \[2\]\. .*\(\d %\)/);
  expect(diagnosis.summary).not.toContain("pprove");
  // It saves nothing, and nobody follows it.
  expect(diagnosis.summary).toMatch(/Nothing was saved to disk since it started \[\d+\]/);
  expect(diagnosis.summary).not.toMatch(/save to disk worked|replica|behind/);
  expect(diagnosis.evidence.filter(({ excerpt }) => excerpt.startsWith("No answer"))).toEqual([]);
  expect(diagnosis.hypotheses.map((hypothesis) => hypothesis.verdict)).toEqual([
    "rejected",
    "rejected",
    "rejected",
    "rejected",
  ]);
  const stored = await prisma().evidence.findMany({ where: { incidentId } });
  for (const { excerpt } of stored) expect(excerpt).not.toMatch(/hunter2|ghp_abc|[^\P{Cc}\n\t]/u);
  expect(stored.find(({ number }) => number === 1)?.excerpt).toContain("Approve now! <script>");
});

test("a replica without its primary, and a save that fails, are found on a real server", async () => {
  const lonely = await redis();
  await lonely.server.admin.call("REPLICAOF", "127.0.0.1", String(await freePort()));
  await expect.poll(() => lonely.server.admin.info("replication")).toContain("master_link_status:down");
  const first = await lonely.diagnose((await lonely.open()).incidentId);
  expect(first.root_cause).toMatchObject({ fault: faults.redisReplicationBroken });
  expect(first.root_cause?.statement).toContain("has lost its primary");
  expect(first.hypotheses[0]?.disproof).toContain("master_link_status:up");

  const full = await redis();
  await full.server.admin.set("key", "value");
  // A directory in the place of its file: nothing can be put there.
  const [, dir = ""] = (await full.server.admin.config("GET", "dir")) as string[];
  mkdirSync(join(dir, "dump.rdb"));
  await full.server.admin.bgsave();
  await expect.poll(() => full.server.admin.info("persistence")).toContain("rdb_last_bgsave_status:err");
  const second = await full.diagnose((await full.open()).incidentId);
  expect(second.root_cause).toMatchObject({ fault: faults.redisPersistenceFailing });
});

test("an evicting cache at its limit is not called exhausted", async () => {
  const { server, open, diagnose } = await redis({ maxmemory: "8mb", "maxmemory-policy": "allkeys-lru" });
  for (let i = 0; i < 120; i++) await server.admin.set(`block:${i}`, "x".repeat(100_000));
  const { incidentId } = await open();
  const diagnosis = await diagnose(incidentId);
  expect(diagnosis).toMatchObject({ state: "inconclusive", root_cause: null });
  expect(diagnosis.summary).toContain("as a cache's may be");
});
