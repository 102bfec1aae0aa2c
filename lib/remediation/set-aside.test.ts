import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { reopenIncident, resolveIncident, resolveOpenIncidentsOfService } from "@/lib/incidents";
import { withRedis } from "@/lib/monitoring";
import { closeDatabase, inTransaction, prisma } from "@/lib/platform/db";
import { type PracticeGround, startPracticeGround } from "@/test/practice-ground";
import {
  approveProposal,
  getExecution,
  getProposal,
  listProposals,
  proposeAction,
  proposeFix,
  supersedeResolved,
} from ".";
import { runNext } from "./run-next.fixture";

// What becomes of a proposal that waits when its incident is resolved, or its target is gone or not what it was.

let ground: PracticeGround;
beforeAll(async () => {
  ground = await startPracticeGround();
});
afterAll(async () => {
  await ground.close();
  await closeDatabase();
});
beforeEach(async () => {
  await ground.startOver("redis-test");
});

async function waiting() {
  await ground.inject("redis-test", "memory-exhaustion");
  const incidentId = await ground.openIncident("redis-test", "memory");
  return proposeAction(ground.organization.responder, incidentId, { action: "redis.flush-all" });
}

test.each([
  ["a person", (incidentId: string) => resolveIncident(ground.organization.responder, incidentId, {})],
  [
    "recovery",
    () =>
      inTransaction((tx) =>
        resolveOpenIncidentsOfService(tx, ground.organization.system, {
          ...{
            serviceId: ground.serviceId("redis-test"),
            by: "monitoring",
            wellSince: new Date(),
            resolution: "It recovered",
          },
        }),
      ),
  ],
])(
  "what waits when %s resolves the incident is set aside, said why, and not brought back by reopening",
  async (_, resolve) => {
    const { responder, id: organizationId } = ground.organization;
    // What earlier stories left.
    await supersedeResolved();
    const { id, title, content_hash: contentHash, incident_id: incidentId } = await waiting();
    expect(await supersedeResolved()).toBe(0);
    await resolve(incidentId);
    await reopenIncident(responder, incidentId, { reason: "It is back" });
    expect(await supersedeResolved()).toBe(1);
    expect(await getProposal(responder, id)).toMatchObject({
      ...{ state: "superseded", decision_comment: "The incident was resolved before anybody decided" },
    });
    expect(await ground.storyOf(incidentId)).toContain(`Set aside, as the incident was resolved: ${title}`);
    await expect(approveProposal(responder, { id, contentHash })).rejects.toMatchObject({
      ...{ code: "conflict", message: /incident was resolved/ },
    });
    const recorded = { organizationId, verb: "proposal.supersede", subjectId: id };
    expect(await prisma().auditEntry.count({ where: recorded })).toBe(1);
    expect(await supersedeResolved()).toBe(0);
    await proposeAction(responder, incidentId, { action: "redis.flush-all" });
    expect(await supersedeResolved()).toBe(0);
  },
);

test("of an approval and a resolve at once the approval runs, or is refused in words and the proposal set aside", async () => {
  const { responder } = ground.organization;
  const { id, content_hash: contentHash, incident_id: incidentId } = await waiting();
  const [approval] = await Promise.allSettled([
    approveProposal(responder, { id, contentHash }),
    resolveIncident(responder, incidentId, {}),
  ]);
  await supersedeResolved();
  const { state } = await getProposal(responder, id);
  if (approval.status === "fulfilled") {
    expect(state).toBe("approved");
    await runNext();
  } else {
    expect(approval.reason).toMatchObject({ code: "conflict", message: /incident .*resolved/ });
    expect(state).toBe("superseded");
  }
});

test("what is approved when its target is gone is refused and set aside once, and a new one can be asked for", async () => {
  const { responder, admin, viewer, id: organizationId } = ground.organization;
  const { id, title, content_hash: contentHash, incident_id: incidentId } = await waiting();
  await ground.inject("redis-test", "crash");
  await expect(approveProposal(viewer, { id, contentHash })).rejects.toMatchObject({ code: "forbidden" });
  await expect(approveProposal(responder, { id, contentHash: "0".repeat(64) })).rejects.toMatchObject({
    message: /hash/,
  });
  expect((await getProposal(viewer, id)).state).toBe("proposed");

  const why = "redis-test does not run any more, so what this was proposed for is gone";
  const refusals = await Promise.allSettled([responder, admin].map((ctx) => approveProposal(ctx, { id, contentHash })));
  for (const refusal of refusals)
    expect(refusal).toMatchObject({
      reason: { code: "conflict", message: expect.stringContaining(why), details: { state: "superseded" } },
    });
  expect(await getProposal(viewer, id)).toMatchObject({ state: "superseded", decision_comment: why, decided_by: null });
  const told = (await ground.storyOf(incidentId)).filter((text) => text.startsWith("Set aside"));
  expect(told).toEqual([expect.stringMatching(/^Set aside when .+ approved it, and nothing was run: /)]);
  expect(told[0]).toContain(`${title}. ${why}`);
  const recorded = { organizationId, verb: "proposal.supersede", subjectId: id };
  expect(await prisma().auditEntry.count({ where: recorded })).toBe(1);
  expect(await prisma().execution.count({ where: { proposalId: id } })).toBe(0);

  const next = await proposeAction(responder, incidentId, { action: "process.restart" });
  await ground.heal("redis-test");
  await expect(approveProposal(responder, { id: next.id, contentHash: next.content_hash })).rejects.toMatchObject({
    message: /redis-test runs again/,
  });
});

test("what has changed is measured anew and proposed again, once, and that one can be approved; not what rules found where there is no fault any more", async () => {
  const { responder, admin } = ground.organization;
  const first = await waiting();
  // An application clears half of it by itself, and that does not suffice.
  await withRedis(await ground.watched("redis-test"), (redis) =>
    redis.eval(
      "for i, key in ipairs(redis.call('KEYS', '*:cart:*')) do if i % 2 == 0 then redis.call('UNLINK', key) end end",
      0,
    ),
  );
  const refusals = await Promise.allSettled(
    [responder, admin].map((ctx) => approveProposal(ctx, { id: first.id, contentHash: first.content_hash })),
  );
  for (const refusal of refusals)
    expect(refusal).toMatchObject({ reason: { code: "conflict", message: /it held .+ keys and now holds/ } });
  const [next, ...others] = await listProposals(responder, first.incident_id);
  expect(next).toMatchObject({ action: first.action, params: first.params, state: "proposed" });
  expect(others.map(({ id, state }) => [id, state])).toEqual([[first.id, "superseded"]]);
  if (!next) throw new Error("Nothing was proposed");
  const { id } = await approveProposal(responder, { id: next.id, contentHash: next.content_hash });
  await runNext();
  expect((await getExecution(responder, id)).state).toBe("succeeded");

  await ground.startOver("redis-test");
  await ground.inject("redis-test", "memory-exhaustion");
  const healthy = await proposeFix(responder, await ground.openIncident("redis-test", "memory"));
  expect(healthy).toMatchObject({ action: "redis.flush-all", rests_on: "rules" });
  await ground.heal("redis-test");
  await withRedis(await ground.watched("redis-test"), (redis) => redis.set("mine", "kept"));
  await expect(approveProposal(responder, { id: healthy.id, contentHash: healthy.content_hash })).rejects.toMatchObject(
    {
      ...{ message: /now holds 1, and redis-test is healthy/, details: { state: "superseded" } },
    },
  );
  expect(await listProposals(responder, healthy.incident_id)).toHaveLength(1);
});
