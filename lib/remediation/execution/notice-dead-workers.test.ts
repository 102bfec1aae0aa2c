import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { listTimeline } from "@/lib/incidents";
import { behindFence, pool, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { approveProposal, claimQueued, getExecution, noticeDeadWorkers, proposeAction } from "..";
import { openStage, type Stage } from "./stage.fixture";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(() => stage.clear());

/** An execution that a worker of another process has claimed, with what its lease has left. */
async function claimed(leftSeconds: number) {
  const { responder } = stage.organization;
  const incidentId = await stage.redis.breakDown();
  const proposal = await proposeAction(responder, incidentId, { action: "redis.flush-all" });
  const { id } = await approveProposal(responder, { id: proposal.id, contentHash: proposal.content_hash });
  await claimQueued(newId());
  await pool().query("UPDATE executions SET lease_until = now() + make_interval(secs => $2) WHERE id = $1", [
    id,
    leftSeconds,
  ]);
  const stateNow = async () => (await getExecution(responder, id)).state;
  const told = async () => {
    const story = await listTimeline(responder, incidentId);
    const audited = await prisma().auditEntry.count({ where: { verb: "execution.unknown", subjectId: id } });
    return [story.filter(({ text }) => text.includes("gone silent")).length, audited];
  };
  return { id, stateNow, told };
}

test("what is noticed is told: whoever dies between the two leaves it to be noticed again, and of two one tells it", async () => {
  const { stateNow, told } = await claimed(-1);
  const dies = () => Promise.reject(new Error("This worker dies, too"));
  await expect(behindFence(dies, noticeDeadWorkers)).rejects.toThrow("dies, too");
  expect([await stateNow(), await told()]).toEqual(["running", [0, 0]]);

  const noticed = await Promise.all([noticeDeadWorkers(), noticeDeadWorkers()]);
  expect(noticed.toSorted()).toEqual([0, 1]);
  expect([await stateNow(), await told()]).toEqual(["unknown", [1, 1]]);
});

test("a worker that is alive is left alone", async () => {
  const { id, stateNow, told } = await claimed(60);
  expect(await noticeDeadWorkers()).toBe(0);
  expect([await stateNow(), await told()]).toEqual(["running", [0, 0]]);
  await pool().query("UPDATE executions SET state = 'failed', finished_at = now() WHERE id = $1", [id]);
});
