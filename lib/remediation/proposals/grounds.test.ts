import { afterAll, beforeAll, expect, test } from "vitest";
import { diagnoseIncident, investigateIncident } from "@/lib/diagnosis";
import { listTimeline } from "@/lib/incidents";
import { closeDatabase, prisma } from "@/lib/platform/db";
import type { MessagesApi } from "@/scripts/investigate/messages-api";
import { startClaude, use } from "@/test/claude";
import { type PracticeGround, startPracticeGround } from "@/test/practice-ground";
import { approveProposal, proposeAction, proposeFix, requestChanges } from "..";
import { runNext } from "../run-next.fixture";

let ground: PracticeGround;
let api: MessagesApi;
let fault = "";
beforeAll(async () => {
  api = await startClaude(() => ({ content: found() }));
  ground = await startPracticeGround();
});
afterAll(async () => {
  await api.close();
  await ground.close();
  await closeDatabase();
});

const found = () => [
  use("state_hypothesis", { id: "A", component: "Redis", fault, statement: "It is so.", test: "It shows." }),
  use("judge_hypothesis", {
    ...{ id: "A", verdict: "confirmed", confidence: 0.9, because: "A log line says so.", evidence: [1] },
  }),
  use("conclude", {
    outcome: "cause_found",
    summary: [{ text: "It is so.", evidence: [1] }],
    root_cause: { hypothesis: "A", confidence: 0.9 },
  }),
];

test("what only a model named is marked and a step riskier, also after a change; what was measured is not", async () => {
  const { responder, system } = ground.organization;
  await ground.register();
  await ground.inject("redis-test", "memory-exhaustion");
  const incidentId = await ground.openIncident("redis-test", "memory");
  await diagnoseIncident(responder, { incidentId, engine: "rules" });
  const measured = await proposeFix(responder, incidentId);
  expect(measured).toMatchObject({ action: "redis.flush-all", risk: "high", rests_on: "rules" });

  fault = "redis.memory_exhausted";
  await investigateIncident(system, incidentId);
  expect(await proposeFix(responder, incidentId)).toMatchObject({ risk: "high", rests_on: "rules" });

  // What was measured is not displaced by what was read.
  fault = "redis.evicting_too_much";
  await investigateIncident(system, incidentId);
  expect(await proposeFix(responder, incidentId)).toMatchObject({ action: "redis.flush-all", rests_on: "rules" });

  // As if the rules had confirmed nothing.
  await prisma().diagnosis.updateMany({ where: { incidentId, engine: "rules" }, data: { hypotheses: [] } });
  await investigateIncident(system, incidentId);
  const read = await proposeFix(responder, incidentId);
  expect(read).toMatchObject({ action: "redis.raise-maxmemory", rests_on: "claude" });
  expect(read.risk).toBe("medium");
  expect(read.policy_reason).toMatch(/only Claude named the cause/);
  const changed = await requestChanges(responder, read.id, { comment: "Less", params: read.params });
  expect(changed).toMatchObject({ risk: "medium", rests_on: "claude", alternatives: read.alternatives });
  const [decided, proposed] = (await listTimeline(responder, incidentId)).slice(-2);
  expect([decided?.kind, proposed?.kind]).toEqual(["decision", "proposal"]);
  expect(await proposeAction(responder, incidentId, { action: "redis.raise-maxmemory" })).toMatchObject({
    ...{ risk: "low", rests_on: "person" },
  });

  // It is part of what is approved.
  const last = await proposeFix(responder, incidentId);
  await approveProposal(responder, { id: last.id, contentHash: last.content_hash });
  await runNext();
});
