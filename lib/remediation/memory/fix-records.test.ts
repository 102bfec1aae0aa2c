import { afterAll, beforeEach, expect, test } from "vitest";
import { giveFeedback } from "@/lib/diagnosis";
import { closeDatabase, prisma } from "@/lib/platform/db";
import { storeExecution } from "@/test/executed";
import { newOrganization } from "@/test/organization";
import { fixRecords, fixRecordsSince } from "..";
import { atLeast } from "./wilson";

let organization: Awaited<ReturnType<typeof newOrganization>>;
beforeEach(async () => {
  organization = await newOrganization();
});
afterAll(closeDatabase);

const FAULT = "redis.memory_exhausted";

const executed = (state: string, ran: string[], { fault = FAULT, org = organization, beside = [] as string[] } = {}) =>
  storeExecution(org, { state, fault, ran, beside });

test("what was proven counts for the action that proved it, what was not against every one that was tried", async () => {
  const flush = "main:0 redis.flush-all";
  for (let i = 0; i < 7; i++) await executed("succeeded", [flush]);
  await executed("succeeded", [flush, "fallback:docker.restart:0 docker.restart"]);
  await executed("rolled_back", ["main:0 redis.raise-maxmemory", "undo:0 redis.restore-maxmemory"]);
  // Nobody knows, nobody waited, nothing was run, a taking back, another fault, another organization.
  await executed("unknown", [flush]);
  await executed("cancelled", [flush]);
  await executed("failed", []);
  await executed("succeeded", ["main:0 redis.restore-maxmemory"]);
  await executed("succeeded", [flush], { fault: "redis.down" });
  await executed("succeeded", [flush], { org: await newOrganization() });

  expect(await fixRecords(organization.viewer, FAULT)).toEqual([
    expect.objectContaining({ action: "redis.flush-all", fixed: 7, tried: 8, at_least: expect.closeTo(0.529, 3) }),
    expect.objectContaining({ action: "docker.restart", fixed: 1, tried: 1, at_least: expect.closeTo(0.207, 3) }),
    expect.objectContaining({ action: "redis.raise-maxmemory", fixed: 0, tried: 1, at_least: 0 }),
  ]);
});

test("what people call wrong teaches nothing about that fault any more", async () => {
  const { diagnosisId } = await executed("succeeded", ["main:0 redis.flush-all"]);
  await executed("succeeded", ["main:0 redis.flush-all"]);
  expect(await fixRecords(organization.viewer, FAULT)).toMatchObject([{ fixed: 2, tried: 2 }]);
  await giveFeedback(organization.responder, { diagnosis_id: diagnosisId, verdict: "wrong" });
  expect(await fixRecords(organization.viewer, FAULT)).toMatchObject([{ fixed: 1, tried: 1 }]);
});

const LOCKS = "postgres.lock_pileup";
const CONNECTIONS = "postgres.connections_exhausted";
const terminate = "main:0 postgres.terminate-blockers";
const restart = "fallback:process.restart:0 process.restart";

test("beside another fault, what did not bring the service back is not counted, nor what came after it", async () => {
  const both = { fault: LOCKS, beside: [CONNECTIONS] };
  await executed("succeeded", [terminate, restart], both);
  await executed("failed", [terminate, restart], both);
  expect(await fixRecords(organization.viewer, LOCKS)).toEqual([]);
  // What brought it back by itself did, and a restart is for both faults.
  await executed("succeeded", [terminate], both);
  await executed("failed", ["main:0 process.restart"], both);
  expect(await fixRecords(organization.viewer, LOCKS)).toMatchObject([
    { action: "postgres.terminate-blockers", fixed: 1, tried: 1 },
    { action: "process.restart", fixed: 0, tried: 1 },
  ]);
});

test("another fault that an open incident of the same service tells of stands beside, too", async () => {
  const [here, other] = [
    await executed("succeeded", [terminate, restart], { fault: LOCKS }),
    await executed("failed", [], { fault: CONNECTIONS }),
  ];
  const counted = [
    { action: "process.restart", fixed: 1, tried: 1 },
    { action: "postgres.terminate-blockers", fixed: 0, tried: 1 },
  ];
  expect(await fixRecords(organization.viewer, LOCKS)).toMatchObject(counted);
  const { serviceId } = await prisma().proposal.findUniqueOrThrow({ where: { id: here.proposalId } });
  const move = (resolvedAt: Date | null) =>
    prisma().incident.update({ where: { id: other.incidentId }, data: { serviceId, resolvedAt } });
  await move(null);
  expect(await fixRecordsSince(organization.viewer, new Date(0))).toEqual([]);
  await move(new Date(Date.now() - 60_000));
  expect(await fixRecordsSince(organization.viewer, new Date(0))).toMatchObject(counted);
});

test("few tries prove little", () => {
  expect(atLeast(0, 0)).toBe(0);
  expect(atLeast(0, 5)).toBe(0);
  // 81 of 263 is an example of R. G. Newcombe, Statistics in Medicine 17 (1998).
  expect(atLeast(8, 8)).toBeCloseTo(0.6756, 4);
  expect(atLeast(81, 263)).toBeCloseTo(0.2553, 3);
});
