import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabase } from "@/lib/platform/db";
import type { Block, MessagesApi } from "@/scripts/investigate/messages-api";
import { startClaude, use } from "@/test/claude";
import { newOrganization } from "@/test/organization";
import { diagnoseIncident, getDiagnosis, investigateIncident } from ".";
import { connectionTo, fill, incidentFor, startRedis } from "./practice.fixture";

// What Claude names, against what the rules have measured on a real Redis.

let api: MessagesApi;
let said: Block[];
let well: Awaited<ReturnType<typeof startRedis>>;
let full: Awaited<ReturnType<typeof startRedis>>;
beforeAll(async () => {
  api = await startClaude(() => ({ content: said }));
  well = await startRedis({ maxmemory: "50mb" });
  full = await startRedis({ maxmemory: "50mb" });
  const admin = new Redis(full.port, { lazyConnect: true });
  await admin.connect();
  await fill(admin);
  admin.disconnect();
});
afterAll(async () => {
  await api.close();
  await Promise.all([well.stop(), full.stop()]);
  await closeDatabase();
});

const cause = (fault: string, evidence: number[]): Block[] => [
  use("state_hypothesis", { id: "A", component: "Redis", fault, statement: "It is so.", test: "It shows." }),
  use("judge_hypothesis", { id: "A", verdict: "confirmed", confidence: 1, because: "The log says so.", evidence }),
  use("conclude", {
    ...{ outcome: "cause_found", summary: [{ text: "It is so.", evidence }] },
    root_cause: { hypothesis: "A", confidence: 1 },
  }),
];

async function diagnosed(server: typeof well) {
  const organization = await newOrganization();
  const described = { kind: "redis", connection: connectionTo(server.port), target: server.target } as const;
  const { incidentId } = await incidentFor(organization.id, described, ["No space left on device"]);
  await diagnoseIncident(organization.owner, { incidentId, engine: "rules" });
  return {
    rules: await getDiagnosis(organization.viewer, incidentId),
    async says(content: Block[]) {
      said = content;
      const state = await investigateIncident(organization.system, incidentId);
      return { state, now: await getDiagnosis(organization.viewer, incidentId) };
    },
  };
}

test.each([
  ["redis.memory_exhausted", /speaks against redis\.memory_exhausted: Memory is not it/],
  ["redis.slow_commands", /speaks against redis\.slow_commands: its slow log holds nothing that adds up \[\d+\]/],
  ["host.disk_full", /speaks against host\.disk_full: the disk has room \[\d+\]/],
])("%s, measured not to be there, leads to no remedy: the rules speak, and people read both", async (fault, words) => {
  const { rules, says } = await diagnosed(well);
  const { state, now } = await says(cause(fault, [1, 2]));
  expect(state).toBe("inconclusive");
  expect(now).toMatchObject({ id: rules?.id, engine: "rules", state: "completed", root_cause: null });
  expect(now?.summary).toMatch(/^No fault found/);
  expect(now?.investigation).toMatchObject({ is_overruled: true, conclusion: expect.stringMatching(words) });
});

test("a cause that no rule knows and no measurement shows is likely at most, beside what was measured", async () => {
  const { rules, says } = await diagnosed(well);
  const { state, now } = await says(cause("other.bank_theft", [1]));
  expect(state).toBe("completed");
  expect(now).toMatchObject({ engine: "claude", root_cause: { confidence: 0.6, is_measured: false } });
  expect(now?.hypotheses).toMatchObject([{ verdict: "likely", confidence: 0.6 }]);
  for (const text of [now?.root_cause?.statement, now?.summary]) expect(text).toMatch(/has not measured it\.$/);
  expect(now?.by_rules).toMatchObject({ says: "no_fault", summary: rules?.summary, root_cause: null });
  // With a measurement it is as sure as Claude says.
  expect((await says(cause("other.bank_theft", [2]))).now?.root_cause?.confidence).toBe(1);
});

test("the same cause, thinly told: what the rules measured stays beside it, with figures and with what they ruled out", async () => {
  const { rules, says } = await diagnosed(full);
  const { now } = await says(cause("redis.memory_exhausted", [1]));
  expect(now).toMatchObject({ engine: "claude", root_cause: { confidence: 1, is_measured: true } });
  expect(now?.by_rules).toMatchObject({ id: rules?.id, says: "same_cause", root_cause: rules?.root_cause });
  expect(now?.by_rules?.root_cause?.statement).toMatch(/\d\d\.\d MB of 50\.0 MB/);
  const here = new Set(now?.evidence.map(({ id }) => id));
  expect(now?.by_rules?.hypotheses.map(({ verdict }) => verdict)).toContain("rejected");
  for (const { evidence } of now?.by_rules?.hypotheses ?? []) {
    expect(evidence.length).toBeGreaterThan(0);
    for (const id of evidence) expect(here).toContain(id);
  }
});

test("what the rules have measured stands: beside a limit, another cause, none at all, and one that such a server cannot have", async () => {
  const { rules, says } = await diagnosed(full);
  const measured = rules?.root_cause;
  expect(measured).toMatchObject({ fault: "redis.memory_exhausted", is_measured: true });
  const fine = use("conclude", {
    ...{ outcome: "no_fault_found", root_cause: null, summary: [{ text: "All is well.", evidence: [1] }] },
  });
  const looked = use("redis_memory", { why: "To see how full it is." });
  for (const content of [[looked], cause("redis.slow_commands", [1]), cause("postgres.disk_full", [1]), [fine]]) {
    const { state, now } = await says(content);
    expect(state).toBe("inconclusive");
    expect(now).toMatchObject({ engine: "rules", root_cause: measured });
    expect(now?.investigation).toMatchObject({ state: "inconclusive", conclusion: expect.stringMatching(/./) });
  }
});
