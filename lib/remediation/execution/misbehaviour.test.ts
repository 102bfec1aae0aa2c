import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { getIncident, listTimeline } from "@/lib/incidents";
import { seal } from "@/lib/platform/crypto";
import { pool, prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import {
  approveProposal,
  cancelExecution,
  claimQueued,
  getExecution,
  listAgentActions,
  listExecutionEvents,
  proposeAction,
  runExecution,
} from "..";
import type { ExecutionEvent } from "../contract";
import { runNext } from "../run-next.fixture";
import { intend } from "./intend";
import { openStage, type Stage } from "./stage.fixture";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(() => stage.clear());

async function approved(script: string) {
  const incidentId = await stage.redis.breakDown();
  stage.redis.act(script);
  const { responder } = stage.organization;
  const proposal = await proposeAction(responder, incidentId, { action: "redis.flush-all" });
  const { id } = await approveProposal(responder, { id: proposal.id, contentHash: proposal.content_hash });
  return { id, incidentId };
}

async function allEvents(id: string): Promise<ExecutionEvent[]> {
  const events: ExecutionEvent[] = [];
  for (;;) {
    const page = await listExecutionEvents(stage.organization.viewer, id, events.length);
    if (page.length === 0) return events;
    events.push(...page);
  }
}
const textOf = (events: ExecutionEvent[], stream: string) =>
  events.flatMap((event) => (event.stream === stream ? [event.text] : [])).join("\n");

test("a command that exits 1 is followed by the approved fallback, and both are on record", async () => {
  const { id, incidentId } = await approved("echo 'ERR nothing doing' >&2; exit 1");
  await runNext();
  expect(await getExecution(stage.organization.viewer, id)).toMatchObject({
    state: "succeeded",
    outcome: /^Clear every key was not enough \(.+\); restart the process was: /,
  });
  const actions = await listAgentActions(stage.organization.viewer, incidentId);
  expect(actions.map(({ action, result, exit_code }) => [action, result, exit_code])).toEqual([
    ["redis.flush-all", "failed", 1],
    ["process.restart", "success", 0],
    ["process.restart", "success", 0],
  ]);
  expect(actions[0]?.stderr).toBe("ERR nothing doing\n");
  const { status, resolution } = await getIncident(stage.organization.viewer, incidentId);
  expect([status, resolution]).toEqual([
    "resolved",
    expect.stringMatching(/^Clear every key was not enough \(.+\); restart the process was: /),
  ]);

  const story = (await listTimeline(stage.organization.viewer, incidentId)).map(({ text }) => text);
  expect(story).toContainEqual(expect.stringMatching(/So the approved fallback runs: Restart the process \(node /));
  expect(story).toContainEqual(
    expect.stringMatching(/^By the run of “Clear every key: redis-test”: health \d+ → \d+$/),
  );
  expect(story.filter((text) => text === resolution)).toHaveLength(1);
});

test("an answer that is a refusal is a failed command, although redis-cli ends with code 0", async () => {
  const { id, incidentId } = await approved("echo 'ERR max number of clients reached'; exit 0");
  await runNext();
  const [flush] = await listAgentActions(stage.organization.viewer, incidentId);
  expect(flush).toMatchObject({ action: "redis.flush-all", result: "failed", exit_code: 0 });
  const events = await allEvents(id);
  expect(events.find(({ phase }) => phase === "result")).toMatchObject({
    ...{ status: "failed", message: "It answered: ERR max number of clients reached" },
  });
});

test("of two approved runs on one service one works at a time: each would judge what the other did", async () => {
  const { responder, viewer, id: organizationId } = stage.organization;
  const first = await approved("echo waiting; sleep 0.5");
  const { service_id } = await getIncident(viewer, first.incidentId);
  await pool().query("UPDATE incidents SET dedup_key = dedup_key || ':other' WHERE id = $1", [first.incidentId]);
  const second = await approved("echo waiting; sleep 0.5");
  expect(second.incidentId).not.toBe(first.incidentId);
  expect((await getIncident(viewer, second.incidentId)).service_id).toBe(service_id);
  const claims = await Promise.all(Array.from({ length: 6 }, () => claimQueued(newId())));
  const [claim, ...others] = claims.filter((one) => one !== null);
  expect([claim?.id, others]).toEqual([first.id, []]);
  if (claim) await runExecution(claim);
  expect((await getExecution(responder, first.id)).state).toBe("succeeded");
  await runNext();
  expect((await getExecution(responder, second.id)).outcome).toMatch(/Nothing was run.+already recovered|worked/);
  expect(await prisma().execution.count({ where: { organizationId, state: "running" } })).toBe(0);
});

test("a command that ends well and changes nothing is not called a fix", async () => {
  const { id } = await approved("echo OK; exit 0");
  await runNext();
  const events = await allEvents(id);
  const verifications = events.filter((event) => event.phase === "verification").map((event) => event.status);
  expect(verifications).toEqual(["failed", "completed"]);
  expect(await getExecution(stage.organization.viewer, id)).toMatchObject({
    state: "succeeded",
    outcome: /was not enough \(Health is \d+ after 10 s, not above 80.*\); restart the process was/,
  });
});

test("a command that hangs is killed with its children when its time is over", async () => {
  const { id, incidentId } = await approved("echo waiting; sleep 600 & wait");
  await runNext();
  const [first] = await listAgentActions(stage.organization.viewer, incidentId);
  expect(first).toMatchObject({ result: "failed", stdout: "waiting\n" });
  const result = (await allEvents(id)).find((event) => event.phase === "result");
  expect(result?.message).toMatch(/did not finish in 30 s and was killed/);
  expect(await marked(id)).toEqual([]);
});

test("cancel kills what runs", async () => {
  const { id, incidentId } = await approved("echo waiting; sleep 600 & wait");
  const working = runNext();
  await vi.waitFor(async () => expect(textOf(await allEvents(id), "stdout")).toBe("waiting"), { timeout: 20_000 });
  await cancelExecution(stage.organization.responder, id);
  await working;
  expect(await getExecution(stage.organization.viewer, id)).toMatchObject({
    state: "cancelled",
    outcome: /Cancelled by A responder/,
  });
  expect(await marked(id)).toEqual([]);
  expect(await getIncident(stage.organization.viewer, incidentId)).toMatchObject({ status: "triggered" });
});

test("50 MB of output: kept in order up to the limit, counted beyond it, and the command still ends well", async () => {
  const { id, incidentId } = await approved(
    "for round in 1 2 3 4 5; do head -c 10485760 /dev/zero | tr '\\0' x | fold -w 99; done",
  );
  await runNext();
  const execution = await getExecution(stage.organization.viewer, id);
  expect(execution.state).toBe("succeeded");
  const events = await allEvents(id);
  const kept = textOf(events, "stdout").length;
  expect(kept).toBeGreaterThan(15_000_000);
  expect(kept).toBeLessThan(17_000_000);
  expect(events.find((event) => event.message?.includes("longer than"))?.message).toMatch(
    /16 MB: the last 3\d,\d{3},\d{3} bytes were read but not kept/,
  );
  const [action] = await listAgentActions(stage.organization.viewer, incidentId);
  expect(action?.stdout.length).toBeLessThan(200_000);
  expect(action?.stdout).toMatch(/OK\n$/);
});

test("a secret in two pieces is redacted everywhere, and so is what the service itself keeps secret", async () => {
  const [half, otherHalf] = ["AKIAIOSFO", "DNN7EXAMPLE"];
  const own = { appUsername: "shop", appPasswordSealed: seal("Checkout-2026") };
  await prisma().service.updateMany({ where: { organizationId: stage.organization.id }, data: own });
  const { id, incidentId } = await approved(
    `echo 'checkout takes Checkout-2026'; printf 'Checkout' >&2; sleep 0.3; echo '-2026' >&2; printf 'key ${half}'; sleep 0.3; printf '${otherHalf} end\\n'; printf 'password=hunt' >&2; sleep 0.3; echo 'er2secret' >&2`,
  );
  await runNext();
  const stored = JSON.stringify([await allEvents(id), await listAgentActions(stage.organization.viewer, incidentId)]);
  expect(stored).toContain("key [redacted] end");
  expect(stored).not.toContain(otherHalf);
  expect(stored).not.toContain("er2secret");
  expect(stored).toContain("checkout takes [redacted]");
  expect(stored).not.toContain("-2026");
});

test("a step whose answer was lost is not started once another worker has the execution, or a person cancelled", async () => {
  await approved("exit 0");
  const claim = await claimQueued(newId());
  if (!claim) throw new Error("Nothing was queued");
  const ask = () => intend(claim, claim.permitId, { key: "main:0", action: "a", command: "b" }, true, null);
  expect([await ask(), await ask()]).toEqual([true, true]);
  await pool().query("UPDATE executions SET cancel_requested_at = now() WHERE id = $1", [claim.id]);
  expect(await ask()).toBe(false);
  await pool().query("UPDATE executions SET cancel_requested_at = NULL, epoch = epoch + 1 WHERE id = $1", [claim.id]);
  expect(await ask()).toBe(false);
  await pool().query("UPDATE executions SET state = 'failed', finished_at = now() WHERE id = $1", [claim.id]);
});

test("what is well again before anything ran ends the run well, and nothing of it is called failed", async () => {
  const { id } = await approved("exit 0");
  await stage.redis.admin.flushall();
  await runNext();
  expect(await getExecution(stage.organization.viewer, id)).toMatchObject({
    state: "cancelled",
    phase: "complete",
    outcome: /^Nothing was run: redis-test had already recovered: health \d+/,
  });
  expect((await allEvents(id)).map(({ status }) => status)).not.toContain("failed");
});

test("an execution whose service is not known any more ends, and lets go of the incident", async () => {
  const { id, incidentId } = await approved("exit 0");
  const { serviceId } = stage.redis;
  await pool().query("UPDATE services SET deleted_at = now() WHERE id = $1", [serviceId]);
  await runNext().finally(() => pool().query("UPDATE services SET deleted_at = NULL WHERE id = $1", [serviceId]));
  expect(await getExecution(stage.organization.viewer, id)).toMatchObject({
    state: "failed",
    outcome: /^Nothing was run/,
  });
  expect((await getIncident(stage.organization.viewer, incidentId)).escalation).toMatch(/^Nothing was run/);
  const { rows } = await pool().query("SELECT held_by_execution FROM incidents WHERE id = $1", [incidentId]);
  expect(rows[0].held_by_execution).toBeNull();
});

/** Processes of this machine that still carry the execution's mark. */
async function marked(id: string): Promise<number[]> {
  const { processExecutor } = await import("../executors/process");
  const { loadWatched } = await import("@/lib/monitoring");
  const watched = await loadWatched(stage.organization.system, stage.redis.serviceId);
  const found = await processExecutor(watched).killMarked(id);
  return found === 0 ? [] : [found];
}
