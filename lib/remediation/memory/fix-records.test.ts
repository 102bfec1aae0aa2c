import { afterAll, beforeEach, expect, test } from "vitest";
import { giveFeedback } from "@/lib/diagnosis";
import { closeDatabase } from "@/lib/platform/db";
import { storeExecution } from "@/test/executed";
import { newOrganization } from "@/test/organization";
import { fixRecords } from "..";
import { atLeast } from "./wilson";

let organization: Awaited<ReturnType<typeof newOrganization>>;
beforeEach(async () => {
  organization = await newOrganization();
});
afterAll(closeDatabase);

const FAULT = "redis.memory_exhausted";

const executed = (state: string, ran: string[], { fault = FAULT, org = organization } = {}) =>
  storeExecution(org, { state, fault, ran });

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

test("few tries prove little", () => {
  expect(atLeast(0, 0)).toBe(0);
  expect(atLeast(0, 5)).toBe(0);
  // 81 of 263 is an example of R. G. Newcombe, Statistics in Medicine 17 (1998).
  expect(atLeast(8, 8)).toBeCloseTo(0.6756, 4);
  expect(atLeast(81, 263)).toBeCloseTo(0.2553, 3);
});
