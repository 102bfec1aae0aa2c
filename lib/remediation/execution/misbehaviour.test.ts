import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { getIncident, listTimeline } from "@/lib/incidents";
import { closeDatabase, pool } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { newOrganization } from "@/test/organization";
import { startStagedRedis } from "@/test/staged-redis";
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
import { intend } from "./intend";

let organization: Awaited<ReturnType<typeof newOrganization>>;
let redis: Awaited<ReturnType<typeof startStagedRedis>>;
const path = process.env.PATH;
beforeAll(async () => {
  organization = await newOrganization();
  redis = await startStagedRedis(organization.system);
  process.env.PATH = `${redis.bin}:${path}`;
});
afterAll(async () => {
  process.env.PATH = path;
  await redis.stop();
  await closeDatabase();
});
beforeEach(async () => {
  await pool().query("UPDATE incidents SET status = 'resolved', held_by_execution = NULL");
});

async function approved(script: string) {
  const incidentId = await redis.breakDown();
  redis.act(script);
  const proposal = await proposeAction(organization.responder, incidentId, { action: "redis.flush-all" });
  const { id } = await approveProposal(organization.responder, { id: proposal.id, contentHash: proposal.content_hash });
  return { id, incidentId };
}

async function work(): Promise<void> {
  const claim = await claimQueued(newId());
  if (!claim) throw new Error("Nothing was queued");
  await runExecution(claim);
}

async function allEvents(id: string): Promise<ExecutionEvent[]> {
  const events: ExecutionEvent[] = [];
  for (;;) {
    const page = await listExecutionEvents(organization.viewer, id, events.length);
    if (page.length === 0) return events;
    events.push(...page);
  }
}
const textOf = (events: ExecutionEvent[], stream: string) =>
  events.flatMap((event) => (event.stream === stream ? [event.text] : [])).join("\n");

test("a command that exits 1 is followed by the approved fallback, and both are on record", async () => {
  const { id, incidentId } = await approved("echo 'ERR nothing doing' >&2; exit 1");
  await work();
  expect(await getExecution(organization.viewer, id)).toMatchObject({
    state: "succeeded",
    outcome: /did not help; restart the process did/,
  });
  const actions = await listAgentActions(organization.viewer, incidentId);
  expect(actions.map(({ action, result, exit_code }) => [action, result, exit_code])).toEqual([
    ["redis.flush-all", "failed", 1],
    ["process.restart", "success", 0],
    ["process.restart", "success", 0],
  ]);
  expect(actions[0]?.stderr).toBe("ERR nothing doing\n");
  const { status, resolution } = await getIncident(organization.viewer, incidentId);
  expect([status, resolution]).toEqual(["resolved", expect.stringMatching(/did not help; restart the process did/)]);

  const story = (await listTimeline(organization.viewer, incidentId)).map(({ text }) => text);
  expect(story).toContainEqual(expect.stringMatching(/So the approved fallback runs: Restart the process \(node /));
  expect(story).toContainEqual(
    expect.stringMatching(/^By the run of “Clear every key: redis-test”: health \d+ → \d+$/),
  );
  expect(story.filter((text) => text === resolution)).toHaveLength(1);
});

test("a command that ends well and changes nothing is not called a fix", async () => {
  const { id } = await approved("echo OK; exit 0");
  await work();
  const events = await allEvents(id);
  const verifications = events.filter((event) => event.phase === "verification").map((event) => event.status);
  expect(verifications).toEqual(["failed", "completed"]);
  expect(await getExecution(organization.viewer, id)).toMatchObject({ state: "succeeded", outcome: /did not help/ });
});

test("a command that hangs is killed with its children when its time is over", async () => {
  const { id, incidentId } = await approved("echo waiting; sleep 600 & wait");
  await work();
  const [first] = await listAgentActions(organization.viewer, incidentId);
  expect(first).toMatchObject({ result: "failed", stdout: "waiting\n" });
  const result = (await allEvents(id)).find((event) => event.phase === "result");
  expect(result?.message).toMatch(/did not finish in 30 s and was killed/);
  expect(await marked(id)).toEqual([]);
});

test("cancel kills what runs", async () => {
  const { id, incidentId } = await approved("echo waiting; sleep 600 & wait");
  const working = work();
  await vi.waitFor(async () => expect(textOf(await allEvents(id), "stdout")).toBe("waiting"), { timeout: 20_000 });
  await cancelExecution(organization.responder, id);
  await working;
  expect(await getExecution(organization.viewer, id)).toMatchObject({
    state: "cancelled",
    outcome: /Cancelled by A responder/,
  });
  expect(await marked(id)).toEqual([]);
  expect(await getIncident(organization.viewer, incidentId)).toMatchObject({ status: "triggered" });
});

test("50 MB of output: kept in order up to the limit, counted beyond it, and the command still ends well", async () => {
  const { id, incidentId } = await approved(
    "for round in 1 2 3 4 5; do head -c 10485760 /dev/zero | tr '\\0' x | fold -w 99; done",
  );
  await work();
  const execution = await getExecution(organization.viewer, id);
  expect(execution.state).toBe("succeeded");
  const events = await allEvents(id);
  const kept = textOf(events, "stdout").length;
  expect(kept).toBeGreaterThan(15_000_000);
  expect(kept).toBeLessThan(17_000_000);
  expect(events.find((event) => event.message?.includes("longer than"))?.message).toMatch(
    /16 MB: the last 3\d,\d{3},\d{3} bytes were read but not kept/,
  );
  const [action] = await listAgentActions(organization.viewer, incidentId);
  expect(action?.stdout.length).toBeLessThan(200_000);
  expect(action?.stdout).toMatch(/OK\n$/);
});

test("a secret in two pieces is redacted everywhere", async () => {
  const [half, otherHalf] = ["AKIAIOSFO", "DNN7EXAMPLE"];
  const { id, incidentId } = await approved(
    `printf 'key ${half}'; sleep 0.3; printf '${otherHalf} end\\n'; printf 'password=hunt' >&2; sleep 0.3; echo 'er2secret' >&2`,
  );
  await work();
  const stored = JSON.stringify([await allEvents(id), await listAgentActions(organization.viewer, incidentId)]);
  expect(stored).toContain("key [redacted] end");
  expect(stored).not.toContain(otherHalf);
  expect(stored).not.toContain("er2secret");
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

test("an execution whose service is not known any more ends, and lets go of the incident", async () => {
  const { id, incidentId } = await approved("exit 0");
  await pool().query("UPDATE services SET deleted_at = now() WHERE id = $1", [redis.serviceId]);
  await work().finally(() => pool().query("UPDATE services SET deleted_at = NULL WHERE id = $1", [redis.serviceId]));
  expect(await getExecution(organization.viewer, id)).toMatchObject({ state: "failed", outcome: /^Nothing was run/ });
  expect((await getIncident(organization.viewer, incidentId)).escalation).toMatch(/^Nothing was run/);
  const { rows } = await pool().query("SELECT held_by_execution FROM incidents WHERE id = $1", [incidentId]);
  expect(rows[0].held_by_execution).toBeNull();
});

/** Processes of this machine that still carry the execution's mark. */
async function marked(id: string): Promise<number[]> {
  const { processExecutor } = await import("../executors/process");
  const { loadWatched } = await import("@/lib/monitoring");
  const found = await processExecutor(await loadWatched(organization.system, redis.serviceId)).killMarked(id);
  return found === 0 ? [] : [found];
}
