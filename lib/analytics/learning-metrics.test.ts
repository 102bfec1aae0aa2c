import { afterAll, expect, test } from "vitest";
import { giveFeedback } from "@/lib/diagnosis";
import { closeDatabase, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { storeExecution } from "@/test/executed";
import { newOrganization } from "@/test/organization";
import { learningMetrics } from ".";

afterAll(closeDatabase);

test("what was found, what people made of it, what helped and what it cost, of this period and organization", async () => {
  const organization = await newOrganization();
  const ran = ["main:0 redis.flush-all"];
  const { diagnosisId } = await storeExecution(organization, { state: "succeeded", fault: "redis.down", ran });
  await storeExecution(organization, { state: "failed", fault: "redis.memory_exhausted", ran });
  await storeExecution(await newOrganization(), { state: "succeeded", fault: "redis.down", ran });
  await giveFeedback(organization.responder, { diagnosis_id: diagnosisId, verdict: "helpful" });
  await giveFeedback(organization.admin, { diagnosis_id: diagnosisId, verdict: "wrong", real_cause: "The host" });
  const paid = (at: Date) => ({
    ...{ id: newId(), organizationId: organization.id, incidentId: newId(), diagnosisId, stepNumber: 0, at },
    ...{ model: "claude-test", outcome: "end_turn", inputTokens: 10, outputTokens: 5, cacheWriteTokens: 1 },
    ...{ cacheReadTokens: 2, usd: 0.25 },
  });
  await prisma().modelCall.createMany({ data: [paid(new Date()), paid(new Date(Date.now() - 3 * 86_400_000))] });
  expect(await learningMetrics(organization.viewer, { period: "1d" })).toMatchObject({
    engines: [
      { engine: "rules", completed: 2, failed: 0, helpful: 1, wrong: 1, duration: { count: 2, mean_ms: 1000 } },
      { engine: "claude", completed: 0, duration: { count: 0, mean_ms: null } },
    ],
    // The other one's diagnosis was called wrong.
    fixes: [{ fault: "redis.memory_exhausted", action: "redis.flush-all", fixed: 0, tried: 1 }],
    time_to_diagnosis: { count: 2 },
    cost: { usd: 0.25, input_tokens: 13, output_tokens: 5, answers: 1, incidents: 1 },
  });
});
