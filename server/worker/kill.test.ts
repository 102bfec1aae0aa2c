import type { ChildProcess } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { getIncident } from "@/lib/incidents";
import { closeDatabase, pool } from "@/lib/platform/db";
import { approveProposal, getExecution, listAgentActions, listExecutionEvents, proposeAction } from "@/lib/remediation";
import { isFinal } from "@/lib/remediation/contract";
import { enrol, newOrganization } from "@/test/organization";
import { startStagedRedis } from "@/test/staged-redis";
import { endWorker, startWorker } from "@/test/worker-process";

// A worker is killed with SIGKILL at every point of an execution's life, and another one takes over. NIGHTSHIFT_KILLS=600 kills more.
const KILLS = Number(process.env.NIGHTSHIFT_KILLS ?? 60);

/** What happens at the kill: how the point is reached, and what must have been started of the command by then. */
const points = {
  "before the claim": { starts: [0] },
  claimed: { starts: [0, 1] },
  "command spawned": { starts: [1] },
  "output half read": { starts: [1] },
  "command exited": { starts: [1] },
  "result recorded": { starts: [1] },
} as const;
type Point = keyof typeof points;
const order = Object.keys(points) as Point[];

type Scene = {
  organization: Awaited<ReturnType<typeof newOrganization>>;
  redis: Awaited<ReturnType<typeof startStagedRedis>>;
};

const workers = new Set<ChildProcess>();
afterAll(async () => {
  for (const worker of workers) await endWorker(worker, "SIGKILL");
  await closeDatabase();
});

async function nextWorker(): Promise<ChildProcess> {
  const worker = await startWorker(scene.redis.bin);
  workers.add(worker);
  return worker;
}

/** Looks again at once until it is true: the windows to hit are some milliseconds wide. */
async function until(what: string, isTrue: () => Promise<boolean> | boolean): Promise<void> {
  const patience = Date.now() + 30_000;
  while (!(await isTrue())) {
    if (Date.now() > patience) throw new Error(`Waited in vain: ${what}`);
    await new Promise((next) => setImmediate(next));
  }
}

async function rowsOf(sql: string, id: string): Promise<number> {
  const { rows } = await pool().query(sql, [id]);
  return rows.length;
}

const reach: Record<Point, (scene: Scene, id: string) => Promise<void>> = {
  "before the claim": async () => {},
  claimed: (_, id) =>
    until(
      "claimed",
      async () => (await rowsOf("SELECT 1 FROM executions WHERE id = $1 AND state <> 'queued'", id)) > 0,
    ),
  "command spawned": ({ redis }) => until("spawned", redis.hasStarted),
  "output half read": (_, id) =>
    until(
      "half read",
      async () =>
        (await rowsOf("SELECT 1 FROM execution_events WHERE execution_id = $1 AND stream = 'stdout'", id)) > 0,
    ),
  "command exited": ({ redis }) => until("exited", redis.hasExited),
  "result recorded": (_, id) =>
    until("recorded", async () => (await rowsOf("SELECT 1 FROM agent_actions WHERE execution_id = $1", id)) > 0),
};

type Death = { next: ChildProcess; settledMs: number | null };

/** One life and death. Returns the worker that came next, and how long it took to settle what was in doubt. */
async function killAt(point: Point, first: ChildProcess): Promise<Death> {
  const { organization, redis } = scene;
  const { responder } = organization;
  const incidentId = await redis.breakDown();
  redis.act("echo half; sleep 0.2; echo whole");
  const proposal = await proposeAction(responder, incidentId, { action: "redis.flush-all" });
  // A stopped process claims nothing: so the kill comes before the claim.
  if (point === "before the claim") first.kill("SIGSTOP");
  const { id } = await approveProposal(responder, { id: proposal.id, contentHash: proposal.content_hash });
  await reach[point](scene, id);
  await endWorker(first, "SIGKILL");
  const startsAtDeath = redis.startsOf(id);
  expect(points[point].starts, `starts when killed ${point}`).toContain(startsAtDeath);
  const { state: stateAtDeath } = await getExecution(responder, id);

  const next = await nextWorker();
  const readyAt = Date.now();
  await until("settled", async () => isFinal((await getExecution(responder, id)).state));
  const execution = await getExecution(responder, id);
  const { rows: audit } = await pool().query<{ verb: string; at: Date }>(
    "SELECT verb, at FROM audit_entries WHERE subject_id = $1 ORDER BY seq",
    [id],
  );
  const wasInDoubt = audit.some((row) => row.verb === "execution.unknown");
  // Reconciled: back in the queue when nothing had been started, else at its end.
  const reconciled = audit.find((row) => row.verb === "execution.requeue") ?? audit.at(-1);
  const settledMs = (reconciled?.at.getTime() ?? Number.NaN) - readyAt;

  // Run once, whatever happened: counted by the command, in a file.
  expect(redis.startsOf(id), `starts after ${point}`).toBe(1);
  expect(wasInDoubt).toBe(stateAtDeath === "running" || stateAtDeath === "verifying");
  // The command writes to a reader that is gone: it may have died of that before it did its work. What is said must be what is true.
  const isEmpty = (await redis.admin.dbsize()) === 0;
  expect(execution.state, execution.outcome ?? "").toBe(isEmpty ? "succeeded" : "failed");
  const incident = await getIncident(responder, incidentId);
  expect(incident.status).toBe(isEmpty ? "resolved" : "triggered");
  if (!isEmpty) expect(incident.escalation).toMatch(/people are needed/);
  expect(await listAgentActions(responder, incidentId)).toHaveLength(1);
  const events = await listExecutionEvents(responder, id, 0);
  expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
  if (startsAtDeath === 1) expect(execution.outcome).toMatch(/worker went silent/);
  return { next, settledMs: wasInDoubt ? settledMs : null };
}

let scene: Scene;
beforeAll(async () => {
  const organization = await newOrganization();
  await enrol(organization);
  scene = { organization, redis: await startStagedRedis(organization.system) };
});
afterAll(() => scene.redis.stop());

test(`no command runs twice and none is lost when the worker is killed ${KILLS} times`, {
  timeout: KILLS * 20_000,
}, async () => {
  const settled: number[] = [];
  let worker = await nextWorker();
  for (let kill = 0; kill < KILLS; kill++) {
    const point = order[kill % order.length] ?? "claimed";
    const { next, settledMs } = await killAt(point, worker);
    worker = next;
    if (settledMs !== null) settled.push(settledMs);
    await pool().query("UPDATE incidents SET status = 'resolved' WHERE status <> 'resolved'");
  }
  settled.sort((a, b) => a - b);
  expect(settled.length).toBeGreaterThan(KILLS / 3);
  console.log(
    `${KILLS} kills, ${settled.length} in doubt; settled after the next worker was ready: median ${settled[settled.length >> 1]} ms, at most ${settled.at(-1)} ms`,
  );
});
