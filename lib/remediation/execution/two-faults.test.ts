import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { diagnoseIncident } from "@/lib/diagnosis";
import { getIncident } from "@/lib/incidents";
import { closeReserves, keepReserves, withRedis } from "@/lib/monitoring";
import { closeDatabase } from "@/lib/platform/db";
import { type PracticeGround, startPracticeGround } from "@/test/practice-ground";
import { approveProposal, getExecution, listAgentActions, listExecutionEvents, proposeFix } from "..";
import { runNext } from "../run-next.fixture";

let ground: PracticeGround;
beforeAll(async () => {
  ground = await startPracticeGround();
});
afterAll(async () => {
  closeReserves();
  await ground.close();
  await closeDatabase();
});

/** Keeps a connection in reserve before every slot is taken, as the worker does from its start. */
async function holdReserve() {
  const watched = await ground.watched("redis-test");
  await vi.waitFor(
    async () => {
      await keepReserves();
      expect(String(await withRedis(watched, (redis) => redis.client("LIST")))).toMatch(/name=nightshift-reserve/);
    },
    { timeout: 20_000 },
  );
  return watched;
}

/** A Redis that is full and lets nobody in, with an approved run that lets newcomers in again. */
async function approved() {
  const { responder, system } = ground.organization;
  await ground.startOver("redis-test");
  const watched = await holdReserve();
  await ground.inject("redis-test", "memory-exhaustion");
  const keys = await withRedis(watched, (redis) => redis.dbsize());
  expect(keys).toBeGreaterThan(0);
  await ground.inject("redis-test", "connection-exhaustion");
  const incidentId = await ground.openIncident("redis-test", "connections");
  await diagnoseIncident(system, { incidentId, engine: "rules" });
  const proposal = await proposeFix(responder, incidentId);
  expect(proposal).toMatchObject({ action: "redis.kill-clients", fallback: [] });
  const { id } = await approveProposal(responder, { id: proposal.id, contentHash: proposal.content_hash });
  return { id, incidentId, watched, keys };
}

test("a Redis that is full and lets nobody in: who gets in again ends that incident, and every key stays", async () => {
  const { responder } = ground.organization;
  const { id, incidentId, watched, keys } = await approved();
  await runNext();

  const outcome = expect.stringMatching(
    /^Disconnect every client worked\. redis-test lets newcomers in again, in 3 probes in a row\. Health is \d+ because of its memory, which is for another incident; no other/,
  );
  expect(await getExecution(responder, id)).toMatchObject({ state: "succeeded", outcome });
  expect(await getIncident(responder, incidentId)).toMatchObject({ status: "resolved", resolution: outcome });
  expect((await listAgentActions(responder, incidentId)).map(({ action }) => action)).toEqual(["redis.kill-clients"]);
  expect(await withRedis(watched, (redis) => redis.dbsize())).toBe(keys);
  const probes = (await listExecutionEvents(responder, id, 0)).filter(
    ({ phase, health }) => phase === "verifying" && health !== null,
  );
  expect(probes.length).toBeGreaterThanOrEqual(3);
  for (const { message } of probes.slice(-3)) expect(message).toMatch(/^OOM command not allowed/);
});

test("nothing runs once newcomers are let in again, although health is bad for another reason", async () => {
  const { responder } = ground.organization;
  const { id, incidentId, watched } = await approved();
  await withRedis(watched, (redis) => redis.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"));
  await runNext();
  expect(await getExecution(responder, id)).toMatchObject({
    state: "cancelled",
    outcome: expect.stringMatching(
      /^Nothing was run: redis-test lets newcomers in again\. Health is \d+ because of its/,
    ),
  });
  expect(await listAgentActions(responder, incidentId)).toEqual([]);
});
