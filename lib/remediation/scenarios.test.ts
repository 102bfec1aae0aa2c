import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { diagnoseIncident } from "@/lib/diagnosis";
import { getIncident, listTimeline } from "@/lib/incidents";
import { closeReserves, keepReserves, withRedis } from "@/lib/monitoring";
import { closeDatabase, pool } from "@/lib/platform/db";
import { docker } from "@/lib/platform/docker";
import { hasDocker } from "@/test/docker";
import { type PracticeGround, startPracticeGround } from "@/test/practice-ground";
import {
  approveProposal,
  cancelExecution,
  getExecution,
  listAgentActions,
  listExecutionEvents,
  proposeAction,
  proposeFix,
} from ".";
import { executorFor } from "./executors/executor-for";
import { runNext } from "./run-next.fixture";

afterAll(closeDatabase);

const resolveAll = () =>
  pool().query("UPDATE incidents SET status = 'resolved', held_by_execution = NULL WHERE status <> 'resolved'");

describe.each(["process", "docker"] as const)(
  "in %s mode every scenario is fixed by what is proposed for it, and proven",
  (mode) => {
    describe.skipIf(mode === "docker" && !hasDocker)(mode, () => {
      let ground: PracticeGround;
      beforeAll(async () => {
        ground = await startPracticeGround(mode);
      });
      afterAll(async () => {
        closeReserves();
        await ground.close();
      });
      beforeEach(async () => {
        await Promise.all([ground.heal("redis-test"), ground.heal("postgres-test")]);
        await resolveAll();
      });

      test.each([
        ["redis-test", "memory-exhaustion", "memory", "redis.flush-all"],
        ["redis-test", "connection-exhaustion", "connections", "redis.kill-clients"],
        ["redis-test", "crash", "down", `${mode}.restart`],
        ["postgres-test", "connection-exhaustion", "connections", "postgres.kill-connections"],
        ["postgres-test", "lock-pileup", "locks", "postgres.terminate-blockers"],
        ["postgres-test", "crash", "down", `${mode}.restart`],
      ])("%s %s", async (service, scenario, cause, action) => {
        const { responder, system } = ground.organization;
        if (action === "redis.kill-clients") await holdReserve(ground);
        await ground.inject(service, scenario);
        const incidentId = await ground.openIncident(service, cause);
        await diagnoseIncident(system, { incidentId, engine: "rules" });

        const proposal = await proposeFix(responder, incidentId);
        expect(proposal.action).toBe(action);
        expect(proposal.command_preview.length).toBeGreaterThan(0);
        const { id } = await approveProposal(responder, { id: proposal.id, contentHash: proposal.content_hash });
        await runNext();

        const execution = await getExecution(responder, id);
        expect(execution.outcome).toMatch(/Health is \d+/);
        expect(execution.state).toBe("succeeded");
        expect(execution.health_before).toBeLessThan(70);
        expect(execution.health_after).toBeGreaterThan(80);
        expect((await getIncident(responder, incidentId)).status).toBe("resolved");

        const events = await listExecutionEvents(responder, id, 0);
        expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
        const phases = ["thinking", "command", "executing", "result", "verifying", "verification", "complete"];
        expect([...new Set(events.map((event) => event.phase))]).toEqual(phases);
        const commands = events.filter((event) => event.phase === "command").map((event) => event.command);
        expect(commands).toEqual(proposal.command_preview);
        const actions = await listAgentActions(responder, incidentId);
        expect(actions.map((row) => [row.action, row.command, row.result])).toEqual(
          commands.map((command) => [action, command, "success"]),
        );
        expect(actions.every((row) => row.health_after === execution.health_after)).toBe(true);
        const story = (await listTimeline(responder, incidentId)).map((entry) => entry.kind);
        expect(story).toEqual(expect.arrayContaining(["proposal", "decision", "execution", "resolved"]));
      });

      if (mode === "docker")
        test("cancel kills the command inside the container", async () => {
          const { responder, viewer } = ground.organization;
          await ground.inject("redis-test", "memory-exhaustion");
          const incidentId = await ground.openIncident("redis-test", "memory");
          const proposal = await proposeAction(responder, incidentId, { action: "redis.flush-all" });
          expect(proposal.command_preview).toEqual([`docker exec ${proposal.target.name} redis-cli FLUSHALL`]);
          await inside(proposal.target.name, [
            "sh",
            "-c",
            "printf '#!/bin/sh\\necho waiting\\nsleep 3456 & wait\\n' >/usr/local/bin/redis-cli && chmod +x /usr/local/bin/redis-cli",
          ]);
          const { id } = await approveProposal(responder, { id: proposal.id, contentHash: proposal.content_hash });
          const working = runNext();
          await vi.waitFor(
            async () =>
              expect((await listExecutionEvents(viewer, id, 0)).map((event) => event.text)).toContain("waiting"),
            { timeout: 20_000 },
          );
          await cancelExecution(responder, id);
          await working;
          expect(await getExecution(viewer, id)).toMatchObject({ state: "cancelled" });
          expect(await inside(proposal.target.name, ["ps", "-eo", "args"])).not.toMatch(/sleep 3456/);
          await inside(proposal.target.name, ["rm", "/usr/local/bin/redis-cli"]);
        });

      if (mode === "docker")
        test("a paused container is unpaused, and its keys are still there; a restart of it says what it would lose", async () => {
          const { responder, system } = ground.organization;
          const watched = await ground.watched("redis-test");
          await withRedis(watched, (redis) => redis.mset("a", "1", "b", "2"));
          await docker().getContainer(watched.target.name).pause();
          const incidentId = await ground.openIncident("redis-test", "down");
          await diagnoseIncident(system, { incidentId, engine: "rules" });

          const restart = await proposeAction(responder, incidentId, { action: "docker.restart" });
          expect(restart.effect.text).toMatch(
            /which is paused: what is only in its memory is lost\. Unpausing it instead \(docker\.unpause\) keeps everything$/,
          );
          const proposal = await proposeFix(responder, incidentId);
          expect(proposal).toMatchObject({
            action: "docker.unpause",
            risk: "low",
            command_preview: [`docker unpause ${watched.target.name}`],
            effect: { text: expect.stringMatching(/ at \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\. Nothing is lost/) },
            fallback: [],
          });
          const { id } = await approveProposal(responder, { id: proposal.id, contentHash: proposal.content_hash });
          await runNext();
          expect(await getExecution(responder, id)).toMatchObject({ state: "succeeded" });
          expect(await withRedis(watched, (redis) => redis.mget("a", "b"))).toEqual(["1", "2"]);
          await expect(
            proposeAction(responder, await ground.openIncident("redis-test", "down"), proposal),
          ).rejects.toThrow(`${watched.target.name} is not paused: it is running`);
        });

      if (mode === "docker")
        test("what the engine cannot do is told in words, and without an exit code", async () => {
          const watched = await ground.watched("redis-test");
          const container = docker().getContainer(watched.target.name);
          const { Id } = await container.inspect();
          const executor = executorFor(watched, Id);
          const running = await executor.start({ kind: "unpause-container", timeoutMs: 1_000 }, "mark");
          expect([await running.exitCode, await running.problem]).toEqual([null, expect.stringMatching(/not paused/)]);
          await container.remove({ force: true });
          const gone = await executor.start({ kind: "restart-container", graceSeconds: 1, timeoutMs: 1_000 }, "mark");
          expect([await gone.exitCode, await gone.problem]).toEqual([
            null,
            `${watched.target.name} does not exist any more`,
          ]);

          const { responder } = ground.organization;
          const incidentId = await ground.openIncident("redis-test", "down");
          const ask = () =>
            expect(proposeFix(responder, incidentId)).rejects.toThrow("No action of the catalog can help");
          await ask();
          await ask();
          const asked = (await ground.storyOf(incidentId)).filter((text) => text.startsWith("Asked for a fix"));
          expect(asked).toEqual(["Asked for a fix. No action of the catalog can help here"]);
        });

      if (mode === "docker")
        test("a container removed between approval and execution: nothing runs", async () => {
          const { responder, viewer } = ground.organization;
          await ground.inject("redis-test", "memory-exhaustion");
          const incidentId = await ground.openIncident("redis-test", "memory");
          const proposal = await proposeAction(responder, incidentId, { action: "redis.flush-all" });
          const { id } = await approveProposal(responder, { id: proposal.id, contentHash: proposal.content_hash });
          await docker().getContainer(proposal.target.name).remove({ force: true });
          await runNext();
          expect(await getExecution(viewer, id)).toMatchObject({
            state: "failed",
            outcome: "Nothing was run: the target does not exist any more",
          });
          expect(await listAgentActions(viewer, incidentId)).toEqual([]);
        });
    });
  },
);

/** Keeps a connection in reserve before every slot is taken, as the worker does from its start. */
async function holdReserve(ground: PracticeGround): Promise<void> {
  await keepReserves();
  const watched = await ground.watched("redis-test");
  await vi.waitFor(async () => {
    expect(String(await withRedis(watched, (redis) => redis.client("LIST")))).toMatch(/name=nightshift-reserve/);
  });
}

/** What a command prints inside a container. */
async function inside(container: string, argv: string[]): Promise<string> {
  const exec = await docker()
    .getContainer(container)
    .exec({ Cmd: argv, User: "root", AttachStdout: true, AttachStderr: true });
  const stream = await exec.start({ hijack: true, stdin: false });
  let text = "";
  for await (const chunk of stream) text += chunk.toString();
  return text;
}
