import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { ctxOfApiKey } from "@/lib/auth";
import { getIncident } from "@/lib/incidents";
import { closeDatabase, inTransaction, pool, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { newNamedKey, newSession } from "@/test/caller";
import { newOrganization } from "@/test/organization";
import { type PracticeGround, startPracticeGround } from "@/test/practice-ground";
import {
  approveProposal,
  cancelExecution,
  claimQueued,
  getExecution,
  getProposal,
  listAgentActions,
  listProposals,
  proposeAction,
  rejectProposal,
  requestChanges,
  runExecution,
} from ".";
import { type Content, contentHashOf } from "./proposals/content";
import { runNext } from "./run-next.fixture";

let ground: PracticeGround;
beforeAll(async () => {
  ground = await startPracticeGround();
});
afterAll(async () => {
  await ground.close();
  await closeDatabase();
});
beforeEach(async () => {
  await ground.startOver("redis-test", "postgres-test");
});

describe("deciding", () => {
  async function waiting() {
    await ground.inject("redis-test", "memory-exhaustion");
    const incidentId = await ground.openIncident("redis-test", "memory");
    return proposeAction(ground.organization.responder, incidentId, { action: "redis.flush-all" });
  }

  test("of an approval and a rejection at once exactly one wins, and of ten approvals one", async () => {
    const { responder, admin } = ground.organization;
    const proposal = await waiting();
    const outcomes = await Promise.allSettled([
      ...Array.from({ length: 10 }, () =>
        approveProposal(responder, { id: proposal.id, contentHash: proposal.content_hash }),
      ),
      rejectProposal(admin, proposal.id, { reason: "Not now" }),
    ]);
    expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
    for (const outcome of outcomes)
      if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "conflict" });
    const executions = await prisma().execution.count({ where: { proposalId: proposal.id } });
    const { state } = await getProposal(responder, proposal.id);
    expect(executions).toBe(state === "approved" ? 1 : 0);
    if (executions === 1) await runNext();
  });

  test("refuses another hash, an expired one, a viewer, a loop and another organization", async () => {
    const { responder, viewer, system } = ground.organization;
    const stranger = await newOrganization();
    const { id, content_hash: contentHash } = await waiting();
    await expect(approveProposal(responder, { id, contentHash: "0".repeat(64) })).rejects.toMatchObject({
      code: "conflict",
      message: /hash/,
    });
    await expect(approveProposal(viewer, { id, contentHash })).rejects.toMatchObject({ code: "forbidden" });
    await expect(approveProposal(system, { id, contentHash })).rejects.toMatchObject({ code: "forbidden" });
    await expect(approveProposal(stranger.owner, { id, contentHash })).rejects.toMatchObject({ code: "not_found" });
    await prisma().proposal.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1) } });
    await expect(approveProposal(responder, { id, contentHash })).rejects.toMatchObject({
      code: "conflict",
      message: /expired/,
    });
    expect(await prisma().execution.count({ where: { proposalId: id } })).toBe(0);
  });

  test("refuses a proposal whose row was changed behind its hash", async () => {
    const { responder } = ground.organization;
    const { id, content_hash: contentHash } = await waiting();
    await prisma().proposal.update({ where: { id }, data: { commandPreview: ["redis-cli PING"] } });
    await expect(approveProposal(responder, { id, contentHash })).rejects.toMatchObject({
      code: "conflict",
      message: /changed after it was made/,
    });
  });

  test("what is fixed by hand meanwhile is refused and set aside, and so is what was proposed for a target that was recreated", async () => {
    const { responder } = ground.organization;
    const first = await waiting();
    await ground.heal("redis-test");
    await expect(approveProposal(responder, { id: first.id, contentHash: first.content_hash })).rejects.toMatchObject({
      ...{ code: "conflict", message: /holds no keys/, details: { state: "superseded" } },
    });

    await ground.inject("redis-test", "memory-exhaustion");
    const incidentId = first.incident_id;
    const second = await proposeAction(responder, incidentId, { action: "redis.flush-all" });
    const third = await proposeAction(responder, incidentId, { action: "redis.flush-all" });
    expect((await getProposal(responder, second.id)).state).toBe("superseded");
    expect(await ground.storyOf(incidentId)).toContain(`Set aside for a newer proposal: ${second.title}`);
    await ground.inject("redis-test", "crash");
    await ground.heal("redis-test");
    await ground.inject("redis-test", "memory-exhaustion");
    await expect(approveProposal(responder, { id: third.id, contentHash: third.content_hash })).rejects.toMatchObject({
      ...{ code: "conflict", message: /recreated/ },
    });
    expect((await getProposal(responder, third.id)).state).toBe("superseded");
  });

  test("a target recreated between approval and execution is refused by the executor, and nothing runs", async () => {
    const { responder } = ground.organization;
    const proposal = await waiting();
    const { id } = await approveProposal(responder, { id: proposal.id, contentHash: proposal.content_hash });
    await ground.inject("redis-test", "crash");
    await ground.heal("redis-test");
    await ground.inject("redis-test", "memory-exhaustion");
    await runNext();
    expect(await getExecution(responder, id)).toMatchObject({
      state: "failed",
      outcome: /Nothing was run: the target was recreated/,
    });
    expect(await prisma().executionStep.count({ where: { executionId: id } })).toBe(0);
    expect((await getIncident(responder, proposal.incident_id)).escalation).toMatch(/Nothing was run/);
  });

  test("a measured state that was changed behind its digest is refused by the executor: an undo would be built from it", async () => {
    const { responder } = ground.organization;
    const proposal = await waiting();
    const { id } = await approveProposal(responder, { id: proposal.id, contentHash: proposal.content_hash });
    await prisma().proposal.update({ where: { id: proposal.id }, data: { preState: { keys: 1 } } });
    await runNext();
    expect(await getExecution(responder, id)).toMatchObject({ state: "failed", outcome: /measured state was changed/ });
  });

  test("an approval and a newer proposal at once queue, and do not wait for each other", async () => {
    const { responder } = ground.organization;
    const proposal = await waiting();
    let approving: Promise<unknown> = Promise.resolve();
    await inTransaction(async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM incidents WHERE id = ${proposal.incident_id}::uuid FOR UPDATE`;
      approving = approveProposal(responder, { id: proposal.id, contentHash: proposal.content_hash }).catch(
        (error) => error,
      );
      await vi.waitFor(
        async () => {
          const { rows } = await pool().query(
            "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
          );
          expect(rows).toHaveLength(1);
        },
        { timeout: 10_000 },
      );
      await tx.proposal.update({ where: { id: proposal.id }, data: { state: "superseded" } });
    });
    expect(await approving).toMatchObject({ code: "conflict", message: /newer proposal/ });
  });

  test("a forged permit is refused by the executor", async () => {
    const { responder } = ground.organization;
    const proposal = await waiting();
    const { id } = await approveProposal(responder, { id: proposal.id, contentHash: proposal.content_hash });
    await prisma().permit.update({ where: { proposalId: proposal.id }, data: { approver: "user:somebody-else" } });
    await runNext();
    expect(await getExecution(responder, id)).toMatchObject({ state: "failed", outcome: /signature/ });
    expect(await prisma().executionStep.count({ where: { executionId: id } })).toBe(0);
  });

  test("requested changes propose anew with checked arguments, and bad ones change nothing", async () => {
    const { responder } = ground.organization;
    await ground.inject("postgres-test", "connection-exhaustion");
    const incidentId = await ground.openIncident("postgres-test", "connections");
    const first = await proposeAction(responder, incidentId, { action: "postgres.kill-connections" });
    await expect(
      requestChanges(responder, first.id, { comment: "x", params: { min_idle_seconds: "0; DROP TABLE x" } }),
    ).rejects.toMatchObject({ code: "invalid" });
    expect((await getProposal(responder, first.id)).state).toBe("proposed");
    const second = await requestChanges(responder, first.id, {
      comment: "All of them",
      params: { min_idle_seconds: 0 },
    });
    expect(second).toMatchObject({ state: "proposed", action: "postgres.kill-connections" });
    expect((await getProposal(responder, first.id)).state).toBe("changes_requested");
  });

  test("two workers: one execution each", async () => {
    const { responder } = ground.organization;
    const proposal = await waiting();
    await approveProposal(responder, { id: proposal.id, contentHash: proposal.content_hash });
    const claims = await Promise.all(Array.from({ length: 6 }, () => claimQueued(newId())));
    const won = claims.filter((claim) => claim !== null);
    expect(won).toHaveLength(1);
    for (const claim of won) await runExecution(claim);
  });

  test.each([
    ["removed", (id: string) => prisma().member.deleteMany({ where: { userId: id } })],
    ["made a viewer", (id: string) => prisma().member.updateMany({ where: { userId: id }, data: { role: "viewer" } })],
  ])("approved by somebody who is %s before a worker took it: nothing runs", async (_, lose) => {
    const { organization } = ground;
    const { userId } = await newSession(organization.id, "responder");
    const proposal = await waiting();
    const approver = { ...organization.responder, actor: { kind: "user" as const, id: userId, name: "Somebody" } };
    await approveProposal(approver, { id: proposal.id, contentHash: proposal.content_hash });
    await lose(userId);
    await expectRefused(proposal.incident_id);
  });

  test("approved by a key that is revoked before a worker took it: nothing runs", async () => {
    const { organization } = ground;
    const { id, key } = await newNamedKey(organization.id, "operate");
    const ctx = await ctxOfApiKey(key, null);
    if (!ctx) throw new Error("The key does not work");
    const proposal = await waiting();
    await approveProposal(ctx, { id: proposal.id, contentHash: proposal.content_hash });
    await prisma().apiKey.update({ where: { id }, data: { revokedAt: new Date() } });
    await expectRefused(proposal.incident_id);
  });

  async function expectRefused(incidentId: string) {
    await runNext();
    expect(await listAgentActions(ground.organization.viewer, incidentId)).toEqual([]);
    expect(await getIncident(ground.organization.viewer, incidentId)).toMatchObject({
      status: "triggered",
      escalation: "Nothing was run: whoever approved it may not approve any more",
    });
    const { organizationId } = ground.organization.viewer;
    const where = { organizationId, kind: "permit.refused" };
    const events = await prisma().securityEvent.findMany({ where, orderBy: { at: "asc" } });
    expect(JSON.stringify(events.at(-1)?.data)).toContain("may not approve any more");
  }

  test("cancelled before a worker took it: nothing runs", async () => {
    const { responder } = ground.organization;
    const proposal = await waiting();
    const { id } = await approveProposal(responder, { id: proposal.id, contentHash: proposal.content_hash });
    await cancelExecution(responder, id);
    expect(await claimQueued(newId())).toBeNull();
    expect(await getExecution(responder, id)).toMatchObject({ state: "cancelled", outcome: /before anything ran/ });
    await expect(cancelExecution(responder, id)).rejects.toMatchObject({ code: "conflict" });
  });
});

/** A proposal that changes something, does not help, and can be taken back. */
async function smallRaise() {
  await ground.inject("redis-test", "memory-exhaustion");
  const incidentId = await ground.openIncident("redis-test", "memory");
  const raise = { action: "redis.raise-maxmemory", params: { maxmemory_mb: 60 } };
  return { incidentId, proposal: await proposeAction(ground.organization.responder, incidentId, raise) };
}

test("what does not help is undone as it was shown, and people are told", async () => {
  const { responder } = ground.organization;
  const { incidentId, proposal } = await smallRaise();
  const takesBack = expect.stringMatching(/CONFIG SET maxmemory 52428800$/);
  expect(proposal).toMatchObject({
    reversible: true,
    effect: { text: /from 50\.0 MB to 60\.0 MB/ },
    fallback: [{ action: "redis.restore-maxmemory", command_preview: [takesBack], risk: "medium" }],
  });
  const { id } = await approveProposal(responder, { id: proposal.id, contentHash: proposal.content_hash });
  await runNext();
  expect(await getExecution(responder, id)).toMatchObject({
    state: "rolled_back",
    outcome: /undone; people are needed/,
  });
  const commands = (await listAgentActions(responder, incidentId)).map((row) => row.command);
  expect(commands).toEqual([
    expect.stringMatching(/CONFIG SET maxmemory 60mb$/),
    proposal.fallback.at(-1)?.command_preview[0],
  ]);
  expect(await ground.storyOf(incidentId)).toEqual(
    expect.arrayContaining([
      "It was not enough, so it is undone: put the memory limit back",
      "Undone. The memory limit is 50.0 MB",
      expect.stringMatching(/^To people, after the run of “Raise the memory limit: redis-test”: health \d+ → \d+$/),
    ]),
  );
  expect(await getIncident(responder, incidentId)).toMatchObject({
    status: "triggered",
    escalation: /people are needed/,
  });
});

test("an undo other than the one that was shown does not run by itself: it is proposed", async () => {
  const { responder } = ground.organization;
  const { incidentId, proposal } = await smallRaise();
  // As another release of Nightshift may have shown it, with a hash that fits.
  const fallback = [{ action: "redis.restore-maxmemory", command_preview: ["redis-cli PING"], risk: "medium" }];
  const row = await prisma().proposal.update({ where: { id: proposal.id }, data: { fallback } });
  const contentHash = contentHashOf(row as unknown as Content);
  await prisma().proposal.update({ where: { id: row.id }, data: { contentHash } });
  const { id } = await approveProposal(responder, { id: row.id, contentHash });
  await runNext();
  expect(await getExecution(responder, id)).toMatchObject({ state: "failed", outcome: /That was proposed/ });
  expect((await listAgentActions(responder, incidentId)).map(({ action }) => action)).toEqual([
    "redis.raise-maxmemory",
  ]);
  expect((await listProposals(responder, incidentId))[0]).toMatchObject({
    action: "redis.restore-maxmemory",
    state: "proposed",
  });
});
