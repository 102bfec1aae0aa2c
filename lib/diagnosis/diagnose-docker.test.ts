import { randomBytes } from "node:crypto";
import type Docker from "dockerode";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { closeDatabase } from "@/lib/platform/db";
import { docker as engine } from "@/lib/platform/docker";
import { freePort } from "@/lib/platform/free-port";
import { hasDocker, testBases } from "@/test/docker";
import { newOrganization } from "@/test/organization";
import { diagnoseIncident, faults } from ".";
import { citedSources, connectionTo, incidentFor } from "./practice.fixture";

const docker = engine();
const { redis: image } = hasDocker ? await testBases(docker) : { redis: "" };

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});
afterAll(closeDatabase);

/** A container on a free port, and a diagnosis of the Redis that is expected in it. */
async function container(command: string[], memoryMb = 100) {
  const name = `nightshift-diagnosis-${randomBytes(4).toString("hex")}`;
  const port = await freePort();
  const created = await docker.createContainer({
    name,
    Image: image,
    Cmd: command,
    ExposedPorts: { "6379/tcp": {} },
    HostConfig: {
      Memory: memoryMb * 1024 * 1024,
      MemorySwap: memoryMb * 1024 * 1024,
      PortBindings: { "6379/tcp": [{ HostIp: "127.0.0.1", HostPort: String(port) }] },
    },
  });
  cleanups.push(() => created.remove({ force: true }).catch((error) => expect(error.statusCode).toBe(404)));
  await created.start();
  const diagnose = async () => {
    const organization = await newOrganization();
    const target = { kind: "docker", name } as const;
    const { incidentId } = await incidentFor(organization.id, {
      kind: "redis",
      connection: connectionTo(port),
      target,
    });
    return diagnoseIncident(organization.responder, { incidentId });
  };
  return { created, name, diagnose };
}

const server = [
  "sh",
  "-c",
  'echo "\u001b[31mstarting with requirepass hunter2secret9"; exec redis-server --bind 0.0.0.0 --protected-mode no --save ""',
];

/** Resolves when the container's log has the line, so that what is done next is done to a server that is up. */
async function started({ created }: { created: Docker.Container }): Promise<void> {
  await expect.poll(async () => (await created.logs({ stdout: true })).toString()).toContain("Ready to accept");
}

// Where there is no engine, .ci/run has made sure that there is one, or fails before it comes here.
describe.skipIf(!hasDocker)("containers", () => {
  test("a killed container is told from one that stopped in an orderly way", async () => {
    const killed = await container(server);
    await started(killed);
    await killed.created.kill();
    await killed.created.wait();
    const first = await killed.diagnose();
    expect(first.root_cause).toMatchObject({ fault: faults.redisDown, confidence: 0.95 });
    expect(first.root_cause?.statement).toMatch(/was killed at \S+ \(exit code 137, SIGKILL\), and not by the kernel/);
    expect(citedSources(first, faults.redisDown)).toEqual(
      expect.arrayContaining(["sample", "probe", "docker.inspect", "docker.logs"]),
    );
    const inspect = first.evidence.find(({ source }) => source === "docker.inspect");
    expect(inspect?.command).toBe(`docker inspect ${killed.name}`);
    expect(inspect?.excerpt).toContain('"OOMKilled": false');
    const log = first.evidence.find(({ source }) => source === "docker.logs");
    expect(log?.excerpt).toMatch(/^\d{4}-\S+Z \[31mstarting with requirepass \[redacted\]$/m);
    expect(log?.excerpt).toContain("Ready to accept connections");

    const stopped = await container(server);
    await started(stopped);
    await stopped.created.stop();
    const second = await stopped.diagnose();
    expect(second.root_cause?.statement).toMatch(/stopped in an orderly way at \S+ \(exit code 0\)/);
    expect(second.immediate_actions[0]).toContain("Ask who stopped it");
  });

  test("the kernel's kill for want of memory is told as such", async () => {
    const greedy = await container(["sh", "-c", "exec tail /dev/zero"], 16);
    await greedy.created.wait();
    const diagnosis = await greedy.diagnose();
    expect(diagnosis.root_cause).toMatchObject({ fault: faults.redisDown });
    expect(diagnosis.root_cause?.statement).toContain("because it used more memory than its limit");
    expect(diagnosis.immediate_actions.join(" ")).toContain("Give it more memory first");
  });

  test("a paused container is frozen, a removed one missing, and a running one that does not listen is reachable in no way", async () => {
    const paused = await container(server);
    await started(paused);
    await paused.created.pause();
    expect((await paused.diagnose()).root_cause).toMatchObject({
      fault: faults.dockerPaused,
      statement: expect.stringContaining("container is paused"),
    });
    await paused.created.unpause();
    await paused.created.remove({ force: true });
    expect((await paused.diagnose()).root_cause).toMatchObject({
      fault: faults.dockerMissing,
      statement: expect.stringContaining(`There is no container ${paused.name}`),
    });

    const deaf = await container(["sleep", "600"]);
    const diagnosis = await deaf.diagnose();
    expect(diagnosis.root_cause).toMatchObject({ fault: faults.serviceUnreachable });
    expect(diagnosis.hypotheses.find(({ fault }) => fault === faults.redisDown)?.verdict).toBe("rejected");
  });
});
