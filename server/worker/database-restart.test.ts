import type { ChildProcess } from "node:child_process";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { addNote, getIncident, listTimeline } from "@/lib/incidents";
import { isDatabaseDown } from "@/lib/platform/database-down";
import { closeDatabase, pool } from "@/lib/platform/db";
import { type LocalPostgres, startPostgres, stopPostgres } from "@/lib/platform/local-postgres";
import { approveProposal, getExecution, listAgentActions, listExecutionEvents, proposeAction } from "@/lib/remediation";
import { isFinal } from "@/lib/remediation/contract";
import { enrol, newOrganization } from "@/test/organization";
import { startOwnDatabase } from "@/test/own-postgres";
import { startStagedRedis } from "@/test/staged-redis";
import { endWorker, startWorker } from "@/test/worker-process";

// Postgres is stopped as by a crash, under load, and started again. It is a server of this file's own.
let cluster: LocalPostgres;
let remove = async () => {};
let worker: ChildProcess;
let redis: Awaited<ReturnType<typeof startStagedRedis>>;
let organization: Awaited<ReturnType<typeof newOrganization>>;

beforeAll(async () => {
  // It writes to the disk as in earnest: what is acknowledged is to outlive it.
  ({ cluster, remove } = await startOwnDatabase({}));
  organization = await newOrganization();
  await enrol(organization);
  redis = await startStagedRedis(organization.system);
  worker = await startWorker(redis.bin);
});
afterAll(async () => {
  await endWorker(worker, "SIGTERM");
  await redis.stop();
  await closeDatabase();
  await remove();
});

async function restart(awayMs: number): Promise<void> {
  await stopPostgres(cluster, "immediate");
  await new Promise((done) => setTimeout(done, awayMs));
  await startPostgres(cluster);
}

/** Writes notes as fast as they are acknowledged until told to stop; what the database refused meanwhile is not acknowledged. */
function writeNotes(incidentId: string, writer: number) {
  const acknowledged: string[] = [];
  let isOver = false;
  const writing = (async () => {
    for (let note = 0; !isOver; note++) {
      const text = `writer ${writer} note ${note}`;
      try {
        await addNote(organization.responder, incidentId, { text });
        acknowledged.push(text);
      } catch (error) {
        if (!isDatabaseDown(error)) throw error;
        await new Promise((done) => setTimeout(done, 20));
      }
    }
  })();
  return {
    acknowledged,
    async stop() {
      isOver = true;
      await writing;
    },
  };
}

test("a crash of Postgres in the middle of a run: nothing acknowledged is lost, the command runs once, and its outcome is recorded", async () => {
  const { responder } = organization;
  const incidentId = await redis.breakDown();
  // It prints before, while and after the database is away.
  redis.act("for i in $(seq 1 60); do echo line $i; sleep 0.1; done");
  const writers = [1, 2, 3, 4].map((writer) => writeNotes(incidentId, writer));
  const proposal = await proposeAction(responder, incidentId, { action: "redis.flush-all" });
  const { id } = await approveProposal(responder, { id: proposal.id, contentHash: proposal.content_hash });
  await vi.waitFor(
    async () => expect((await listExecutionEvents(responder, id, 0)).some((event) => event.stream)).toBe(true),
    {
      timeout: 20_000,
    },
  );

  await restart(2_000);
  await vi.waitFor(async () => expect(isFinal((await getExecution(responder, id)).state)).toBe(true), {
    timeout: 40_000,
  });
  await Promise.all(writers.map((writer) => writer.stop()));

  const notes = new Set(
    (await pool().query<{ text: string }>("SELECT text FROM timeline_entries WHERE kind = 'note'")).rows.map(
      (row) => row.text,
    ),
  );
  const lost = writers.flatMap((writer) => writer.acknowledged.filter((text) => !notes.has(text)));
  expect(lost).toEqual([]);
  expect(writers.every((writer) => writer.acknowledged.length > 0)).toBe(true);

  expect(redis.startsOf(id)).toBe(1);
  const execution = await getExecution(responder, id);
  expect(execution, execution.outcome ?? "").toMatchObject({ state: "succeeded" });
  const events = await listExecutionEvents(responder, id, 0);
  expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
  const lines = events.flatMap((event) => (event.stream === "stdout" ? (event.text ?? "").split("\n") : []));
  expect(lines).toEqual([...Array.from({ length: 60 }, (_, i) => `line ${i + 1}`), "OK"]);
  expect(await listAgentActions(responder, incidentId)).toHaveLength(1);
  const story = await listTimeline(responder, incidentId);
  expect(story.filter((entry) => entry.kind === "resolved")).toHaveLength(1);
});

test("after it, the worker watches as before: the next failure opens an incident by itself", async () => {
  await restart(500);
  await redis.breakDown("by-hand");
  await vi.waitFor(
    async () => {
      const { rows } = await pool().query<{ id: string }>(
        "SELECT id FROM incidents WHERE alert_source = 'monitoring' AND status <> 'resolved'",
      );
      expect(rows).toHaveLength(1);
      expect((await getIncident(organization.viewer, rows[0]?.id ?? "")).error_logs.join()).toContain("OOM");
    },
    { timeout: 40_000 },
  );
});
