import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { closeDatabase } from "@/lib/platform/db";
import { newOrganization } from "@/test/organization";
import { diagnoseIncident, exportDiagnosis, judgeAgain } from "..";
import { Transcript } from "../contract";
import { faults } from "../faults";
import { connectionTo, fill, incidentFor, startRedis } from "../practice.fixture";

const cleanups: (() => unknown)[] = [];
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
  await closeDatabase();
});

const folder = join(import.meta.dirname, "recorded");

test.each(readdirSync(folder).filter((name) => name.endsWith(".json")))(
  "%s is judged as somebody knows it is",
  (name) => {
    const transcript = Transcript.parse(JSON.parse(readFileSync(join(folder, name), "utf8")));
    expect(transcript.expected).toBeDefined();
    const { now } = judgeAgain(transcript);
    expect({ state: now.state, fault: now.rootCause?.fault ?? null }).toEqual(transcript.expected);
  },
);

test("a diagnosis by rules is exported, and judged the same again without the service", async () => {
  const server = await startRedis({ maxmemory: "8mb" });
  cleanups.push(server.stop);
  const organization = await newOrganization();
  const target = { kind: "redis", connection: connectionTo(server.port), target: server.target } as const;
  const { incidentId } = await incidentFor(organization.id, target, ["password=hunter2hunter2"]);
  await expect(exportDiagnosis(organization.owner, incidentId)).rejects.toMatchObject({ code: "not_found" });
  await fill(server.admin);
  await server.admin.config("SET", "maxmemory", "7mb");
  await server.admin.client("SETNAME", "sk-ant-abcdefghijklmnop1234");
  const diagnosis = await diagnoseIncident(organization.owner, { incidentId, engine: "rules" });
  expect(diagnosis.root_cause?.fault).toBe(faults.redisMemoryExhausted);

  await expect(exportDiagnosis(organization.viewer, incidentId)).rejects.toMatchObject({ code: "forbidden" });
  const { owner: stranger } = await newOrganization();
  await expect(exportDiagnosis(stranger, incidentId)).rejects.toMatchObject({ code: "not_found" });
  const transcript = Transcript.parse(
    JSON.parse(JSON.stringify(await exportDiagnosis(organization.owner, incidentId))),
  );
  expect(transcript).toMatchObject({ model: null, answers: [], outcome: { fault: faults.redisMemoryExhausted } });
  expect(JSON.stringify(transcript)).not.toMatch(/hunter2|sk-ant-/);
  expect(judgeAgain(transcript).differences).toEqual([]);

  // As if the rules made less of it today.
  const factsOf = (source: string, facts: Record<string, unknown>) => {
    for (const one of transcript.evidence.filter((evidence) => evidence.source === source)) one.facts = facts;
  };
  factsOf("redis.memory", { redisMemory: { usedBytes: 1_000_000, maxBytes: 8_000_000, policy: "noeviction" } });
  factsOf("redis.write", { redisWrite: { accepted: true, code: null } });
  factsOf("probe", { probe: { health: 88, latencyMs: 1, failures: [], saysOutOfMemory: false } });
  expect(judgeAgain(transcript).differences.join("\n")).toMatch(
    /^The outcome was redis\.memory_exhausted, and is .*\n(?:.*\n)*redis\.memory_exhausted was confirmed \(95 %\), and is rejected/,
  );
  const [first] = transcript.evidence;
  if (first) first.facts = null;
  expect(() => judgeAgain(transcript)).toThrow(/holds no facts/);
});
