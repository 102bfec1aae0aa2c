import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { getIncident, listTimeline, resolveIncident } from "@/lib/incidents";
import { pool } from "@/lib/platform/db";
import { freePort } from "@/lib/platform/free-port";
import { newId } from "@/lib/platform/ids";
import {
  approveProposal,
  cancelExecution,
  claimQueued,
  claimUnknown,
  getExecution,
  listAgentActions,
  listExecutionEvents,
  listProposals,
  proposeAction,
  reconcile,
} from "..";
import { runNext } from "../run-next.fixture";
import { intend } from "./intend";
import { openStage, type Stage } from "./stage.fixture";

let stage: Stage;
const MIB = 1_048_576;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.clear();
  await stage.redis.admin.config("SET", "maxmemory", String(16 * MIB));
});

const limit = async () => Number(((await stage.redis.admin.config("GET", "maxmemory")) as string[])[1]);

/** Raises the limit, and is cancelled when `script` has said that it waits. */
async function cancelled(script: string, meanwhile: (incidentId: string) => Promise<unknown> = async () => {}) {
  const { responder } = stage.organization;
  const incidentId = await stage.redis.breakDown();
  stage.redis.act(script);
  const proposal = await proposeAction(responder, incidentId, {
    action: "redis.raise-maxmemory",
    params: { maxmemory_mb: 20 },
  });
  const { id } = await approveProposal(responder, { id: proposal.id, contentHash: proposal.content_hash });
  const working = runNext();
  await vi.waitFor(
    async () => expect((await listExecutionEvents(responder, id, 0)).map(({ text }) => text)).toContain("waiting"),
    { timeout: 20_000 },
  );
  await meanwhile(incidentId);
  await cancelExecution(responder, id);
  await working;
  stage.redis.act(null);
  return { id, incidentId, execution: await getExecution(responder, id) };
}
const CHANGES = `PATH="$(echo "$PATH" | sed 's|^[^:]*:||')" redis-cli "$@" >/dev/null; echo waiting; sleep 600 & wait`;

test("what a cancelled run has changed is offered to be taken back, and only an approval takes it back", async () => {
  const { responder, viewer } = stage.organization;
  const { id, incidentId, execution } = await cancelled(CHANGES);
  expect(execution).toMatchObject({ state: "cancelled", outcome: /CONFIG SET maxmemory 16777216. That was proposed/ });
  expect([await limit(), stage.redis.startsOf(id)]).toEqual([20 * MIB, 1]);

  const [undo] = await listProposals(viewer, incidentId);
  if (!undo) throw new Error("Nothing is proposed");
  expect(undo).toMatchObject({
    action: "redis.restore-maxmemory",
    state: "proposed",
    requires_approval: true,
    effect: { text: /^Lowers maxmemory from 20.0 MB to 16.0 MB; with .* in use/ },
  });
  expect(undo.command_preview).toEqual([expect.stringMatching(/CONFIG SET maxmemory 16777216$/)]);
  expect(undo.alternatives.map(({ action }) => action)).not.toContain("redis.restore-maxmemory");
  expect(await claimQueued(newId())).toBeNull();
  const approval = { id: undo.id, contentHash: undo.content_hash };
  await expect(approveProposal(viewer, approval)).rejects.toMatchObject({ code: "forbidden" });

  const { id: undoId } = await approveProposal(responder, approval);
  await runNext();
  expect(await getExecution(viewer, undoId)).toMatchObject({ state: "succeeded", outcome: /limit is 16.0 MB/ });
  expect(await limit()).toBe(16 * MIB);
  expect(await getIncident(viewer, incidentId)).toMatchObject({ status: "triggered", escalation: /with people/ });
  expect((await listAgentActions(viewer, incidentId)).map(({ action }) => action)).toEqual([
    "redis.raise-maxmemory",
    "redis.restore-maxmemory",
  ]);
});

test("where nothing was changed nothing is offered, and the outcome says so", async () => {
  const { incidentId, execution } = await cancelled("echo waiting; sleep 600 & wait");
  expect(execution.outcome).toMatch(/Nothing is there to be taken back: The memory limit is 16.0 MB/);
  expect(await listProposals(stage.organization.viewer, incidentId)).toHaveLength(1);
});

test("an incident that was resolved meanwhile gets no proposal, and the outcome says how it is done by hand", async () => {
  const { incidentId, execution } = await cancelled(CHANGES, (id) =>
    resolveIncident(stage.organization.responder, id, { resolution: "By hand" }),
  );
  expect(execution).toMatchObject({ state: "cancelled", outcome: /To take it back: redis-cli .* 16777216$/ });
  expect(await listProposals(stage.organization.viewer, incidentId)).toHaveLength(1);
});

test("a limit that somebody changed after the offer was made is not overwritten", async () => {
  const { incidentId } = await cancelled(CHANGES);
  const [undo] = await listProposals(stage.organization.viewer, incidentId);
  await stage.redis.admin.config("SET", "maxmemory", String(24 * MIB));
  await expect(
    approveProposal(stage.organization.responder, { id: undo?.id ?? "", contentHash: undo?.content_hash ?? "" }),
  ).rejects.toMatchObject({ code: "conflict", message: /the limit was 20.0 MB and is now 24.0 MB/ });
  const story = (await listTimeline(stage.organization.viewer, incidentId)).map(({ text }) => text);
  expect(story.filter((text) => text.startsWith("Proposed: Put the memory limit back"))).toHaveLength(1);
});

/** An undo that was approved, and whose worker was killed right before its command. */
async function undoInDoubt() {
  const { responder } = stage.organization;
  const { incidentId } = await cancelled(CHANGES);
  const [undo] = await listProposals(responder, incidentId);
  const { id } = await approveProposal(responder, { id: undo?.id ?? "", contentHash: undo?.content_hash ?? "" });
  const claim = await claimQueued(newId());
  if (!claim || claim.id !== id) throw new Error("The undo was not claimed");
  const step = { key: "main:0", action: "redis.restore-maxmemory", command: undo?.command_preview[0] ?? "" };
  expect(await intend(claim, claim.permitId, step, true, null)).toBe(true);
  await pool().query("UPDATE executions SET state = 'unknown', lease_until = NULL WHERE id = $1", [id]);
  const settled = async () => {
    const doubtful = await claimUnknown(newId());
    if (doubtful) await reconcile(doubtful);
    return getExecution(responder, id);
  };
  return { id, incidentId, settled };
}

test("an undo whose worker died before it ran is not called one, however healthy the service is", async () => {
  const { responder } = stage.organization;
  const { incidentId, settled } = await undoInDoubt();
  await stage.redis.admin.flushall();
  expect(await settled()).toMatchObject({ state: "failed", outcome: /limit is 20.0 MB.+Nothing was run again/ });
  expect(await limit()).toBe(20 * MIB);
  expect(await getIncident(responder, incidentId)).toMatchObject({ status: "triggered", escalation: /with people/ });
});

test("what cannot be looked at is tried again without a word, and given to people after some minutes", async () => {
  const { responder, id: organizationId } = stage.organization;
  const { id, incidentId, settled } = await undoInDoubt();
  // Its container's engine is gone.
  process.env.DOCKER_HOST = `tcp://127.0.0.1:${await freePort()}`;
  const target = (kind: string) =>
    pool().query("UPDATE services SET target_kind = $2 WHERE organization_id = $1", [organizationId, kind]);
  await target("docker");
  const events = async () => (await listExecutionEvents(responder, id, 0)).length;
  const before = await events();
  expect(await settled()).toMatchObject({ state: "unknown", outcome: null });
  expect(await events()).toBe(before);
  await expect(proposeAction(responder, incidentId, { action: "redis.flush-all" })).rejects.toThrow();
  await pool().query("UPDATE execution_steps SET intended_at = now() - interval '6 minutes' WHERE execution_id = $1", [
    id,
  ]);
  await pool().query("UPDATE executions SET lease_until = NULL WHERE id = $1", [id]);
  expect(await settled()).toMatchObject({ state: "failed", outcome: /could not be looked at for 5 minutes/ });
  expect(await getIncident(responder, incidentId)).toMatchObject({ status: "triggered", escalation: /people/ });
  await target("process");
});
