import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type Docker from "dockerode";
import { Redis } from "ioredis";
import { freePort } from "@/lib/platform/free-port";
import type { PracticeTarget } from "@/lib/platform/practice-contract";
import { containerServer } from "@/sandbox/docker/container-server";
import { testBases } from "@/sandbox/docker/test-base";
import type { Run } from "../up/run";

const MEGABYTES = 16;
const BLOCK = "x".repeat(100_000);
const CONTAINER_BYTES = 100 * 1_048_576;

/** A real Redis that is full in a moment. */
export type SmallRedis = {
  name: string;
  port: number;
  target: PracticeTarget["target"];
  /** Where `redis-cli` with these arguments runs: the command as an execution runs it. */
  command(...args: string[]): string[];
  /** Writes until the real OOM error. */
  fill(): Promise<void>;
  /** Ends the server as a crash would; `start` brings it back. */
  kill(): Promise<void>;
  start(): Promise<void>;
};

type Server = Pick<SmallRedis, "target" | "command" | "start" | "kill">;

/** Starts one as a local process or, with an engine, in a container. It is gone when the run ends. */
export async function startRedis(run: Run, name: string, engine: Docker | null): Promise<SmallRedis> {
  const port = await freePort();
  const server = engine ? await inContainer(run, name, port, engine) : asProcess(run, name, port);
  await server.start();
  const admin = new Redis({ port, host: "127.0.0.1", retryStrategy: () => 50, maxRetriesPerRequest: 200 });
  // While it is killed, the connection fails again and again, which is what was wanted.
  admin.on("error", () => {});
  run.onStop(`the connection to ${name}`, async () => admin.disconnect());
  await admin.config("SET", "maxmemory", `${MEGABYTES}mb`);
  return {
    ...server,
    name,
    port,
    async start() {
      await server.start();
      await admin.ping();
    },
    async fill() {
      for (let i = 0; ; i++) {
        run.signal.throwIfAborted();
        const refusal = await admin.set(`block:${i}`, BLOCK).then(
          () => null,
          (error: Error) => error,
        );
        if (refusal?.message.startsWith("OOM")) return;
        if (refusal) throw refusal;
      }
    },
  };
}

function asProcess(run: Run, name: string, port: number): Server {
  const dir = join(run.home, name);
  mkdirSync(dir);
  const pidFile = join(dir, "redis.pid");
  const argv = ["redis-server", "--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", dir];
  argv.push("--pidfile", pidFile, "--maxmemory", `${MEGABYTES}mb`, "--maxmemory-policy", "noeviction");
  let end = async () => {};
  run.onStop(name, () => end());
  return {
    target: {
      kind: "process",
      name,
      config: { pid_file: pidFile, start: [...argv, "--daemonize", "yes"], stop: null, run_as: null },
    },
    command: (...args) => ["redis-cli", "-p", String(port), ...args],
    async start() {
      // A group of its own: a Ctrl-C is for the bench, which ends its servers in its own order.
      const child = spawn("redis-server", argv.slice(1), { stdio: "ignore", detached: true });
      const exit = once(child, "exit");
      end = async () => {
        child.kill("SIGKILL");
        await exit;
      };
      await once(child, "spawn");
    },
    kill: () => end(),
  };
}

async function inContainer(run: Run, name: string, port: number, engine: Docker): Promise<Server> {
  const container = `nightshift-bench-${randomBytes(4).toString("hex")}-${name}`;
  const { redis: baseImage } = await testBases(engine);
  const spec = {
    service: name,
    name: container,
    image: { kind: "redis" as const, baseImage },
    port,
    innerPort: 6379,
    memoryBytes: CONTAINER_BYTES,
    env: {},
  };
  const server = containerServer(engine, spec, run.say, run.signal);
  run.onStop(name, server.stop);
  return {
    target: { kind: "docker", name: container },
    command: (...args) => ["docker", "exec", container, "redis-cli", ...args],
    start: server.start,
    kill: server.kill,
  };
}
