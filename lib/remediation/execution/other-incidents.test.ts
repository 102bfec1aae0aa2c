import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listTimeline, resolveIncident } from "@/lib/incidents";
import { openNow } from "@/test/open-now";
import { approveProposal, getExecution, proposeAction } from "..";
import { runNext } from "../run-next.fixture";
import { openStage, type Stage } from "./stage.fixture";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** Another incident of the same service. */
async function other(cause: string): Promise<string> {
  const { incidentId } = await openNow(stage.organization.system, {
    ...{ serviceId: stage.redis.serviceId, serviceName: "redis-test", affectedSystem: "redis-test", cause },
    ...{ title: cause, description: "", severity: "high", errorLogs: [], metricsSnapshot: {}, health: 0 },
    ...{ source: "monitoring", labels: {} },
  });
  return incidentId;
}
const runsIn = async (incidentId: string) =>
  (await listTimeline(stage.organization.viewer, incidentId)).filter(({ kind }) => kind === "execution");

test("the other incidents of a service are told of a run that changed it, also when they were resolved meanwhile", async () => {
  const { responder } = stage.organization;
  const before = await other("unhealthy");
  await resolveIncident(responder, before, {});
  const [open, meanwhile] = [await other("down"), await other("connections")];
  const incidentId = await stage.redis.breakDown();
  const go = join(stage.redis.bin, "..", "go");
  rmSync(go, { force: true });
  stage.redis.act('until [ -e "$here/go" ]; do sleep 0.05; done');
  const proposal = await proposeAction(responder, incidentId, { action: "redis.flush-all" });
  const { id } = await approveProposal(responder, { id: proposal.id, contentHash: proposal.content_hash });
  const running = runNext();
  await expect.poll(() => stage.redis.hasStarted(), { timeout: 20_000 }).toBe(true);
  await resolveIncident(responder, meanwhile, { resolution: "Well again" });
  writeFileSync(go, "");
  await running;

  const { outcome } = await getExecution(responder, id);
  const [own] = await runsIn(incidentId);
  expect(own?.text).toBe(outcome);
  for (const told of [open, meanwhile])
    expect(await runsIn(told)).toEqual([
      expect.objectContaining({
        text: expect.stringMatching(/^A run for #\d+ changed this service: Clear every key worked\. Health is \d+/),
        data: { of_incident: incidentId, of_number: expect.any(Number), execution_id: id },
      }),
    ]);
  expect(await runsIn(before)).toEqual([]);
});
