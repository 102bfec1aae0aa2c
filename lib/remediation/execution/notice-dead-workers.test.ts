import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { listTimeline } from "@/lib/incidents";
import { behindFence, pool, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import {
  approveProposal,
  claimQueued,
  claimUnknown,
  getExecution,
  listExecutions,
  noticeDeadWorkers,
  proposeAction,
  readExecutionNews,
  reconcile,
} from "..";
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
  /** As each way of reading it says. */
  const isSilent = async () => {
    const [listed] = await listExecutions(responder, incidentId);
    const { execution } = await readExecutionNews(responder, id, 0);
    const one = (await getExecution(responder, id)).worker_silent;
    expect([listed?.worker_silent, execution.worker_silent]).toEqual([one, one]);
    return one;
  };
  return { id, incidentId, stateNow, told, isSilent };
}

/** Nobody is to take it up after the story that it belongs to. */
const over = (id: string) =>
  pool().query("UPDATE executions SET state = 'failed', finished_at = now() WHERE id = $1", [id]);

test("what is noticed is told: whoever dies between the two leaves it to be noticed again, and of two one tells it", async () => {
  const { id, stateNow, told, isSilent } = await claimed(-1);
  expect(await isSilent()).toBe(true);
  const dies = () => Promise.reject(new Error("This worker dies, too"));
  await expect(behindFence(dies, noticeDeadWorkers)).rejects.toThrow("dies, too");
  expect([await stateNow(), await told()]).toEqual(["running", [0, 0]]);

  const noticed = await Promise.all([noticeDeadWorkers(), noticeDeadWorkers()]);
  expect(noticed.toSorted()).toEqual([0, 1]);
  expect([await stateNow(), await told()]).toEqual(["unknown", [1, 1]]);
  await over(id);
});

test("a run that goes back into the queue says so in the incident's story", async () => {
  const { id, incidentId, stateNow } = await claimed(-1);
  await noticeDeadWorkers();
  const doubted = await claimUnknown(newId());
  if (!doubted) throw new Error("Nothing is in doubt");
  await reconcile(doubted);
  expect(await stateNow()).toBe("queued");
  const story = (await listTimeline(stage.organization.viewer, incidentId)).map(({ text }) => text);
  expect(story.slice(-2)).toEqual([
    expect.stringContaining("has gone silent"),
    "Nothing had been started, so nothing has happened: it waits for a worker again",
  ]);
  await over(id);
});

test("a worker that is alive is left alone", async () => {
  const { id, stateNow, told, isSilent } = await claimed(60);
  expect(await isSilent()).toBe(false);
  expect(await noticeDeadWorkers()).toBe(0);
  expect([await stateNow(), await told()]).toEqual(["running", [0, 0]]);
  await over(id);
});
