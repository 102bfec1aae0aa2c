import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { freePort } from "@/lib/platform/free-port";
import { PracticeService } from "@/lib/platform/practice-contract";
import { defaultConfig, postgresOn, redisOn, type Sandbox, type SandboxConfig, startSandbox } from "./control";
import { findEngine } from "./docker/engine";
import { testBases } from "./docker/test-base";
import { livePid } from "./process/pid-file";
import { isListening } from "./process/port";
import { processServers } from "./services";
import { until } from "./until";

// How a sandbox starts where something is missing or in the way, what survives it, and what it leaves behind.

const engine = await findEngine();
let home: string;
let config: SandboxConfig;
let lines: string[];
let undo: (() => Promise<unknown>)[];

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), "nightshift-sandbox-"));
  lines = [];
  undo = [];
  config = defaultConfig({
    mode: "process",
    home,
    redis: redisOn(await freePort()),
    postgres: postgresOn(await freePort()),
    isThrowaway: true,
    say: (line) => lines.push(line),
  });
});
afterEach(async () => {
  for (const step of undo.reverse()) await step();
  rmSync(home, { recursive: true, force: true });
});

async function start(own: Partial<SandboxConfig> = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ ...config, ...own });
  undo.push(() => sandbox.close());
  return sandbox;
}

async function view(sandbox: Sandbox, path = "/services/redis-test/heal", method = "POST") {
  const response = await fetch(`${sandbox.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${sandbox.token}` },
  });
  return { status: response.status, body: await response.json() };
}
const servicesOf = async (sandbox: Sandbox) =>
  PracticeService.array().parse((await view(sandbox, "/services", "GET")).body);

describe("a sandbox where something is missing", () => {
  it("shows Redis with the command to type, runs the rest, and picks Redis up once it is there", async () => {
    const program = join(home, "redis-server");
    const sandbox = await start({ redis: { ...config.redis, program } });
    const [redis, postgres] = await servicesOf(sandbox);
    expect([redis?.state, postgres?.state]).toEqual(["unavailable", "running"]);
    expect(redis?.hint).toMatch(/redis/i);
    expect((await view(sandbox)).status).toBe(503);

    const found = spawnSync("sh", ["-c", "command -v redis-server"], { encoding: "utf8" });
    symlinkSync(found.stdout.trim(), program);
    const healed = await view(sandbox);
    expect([healed.status, healed.body.state]).toEqual([200, "running"]);
  });

  it("uses local processes when no engine answers, and says so", async () => {
    const before = process.env.DOCKER_HOST;
    process.env.DOCKER_HOST = `unix://${home}/nobody.sock`;
    undo.push(async () => {
      if (before === undefined) delete process.env.DOCKER_HOST;
      else process.env.DOCKER_HOST = before;
    });
    expect((await start({ mode: "auto" })).mode).toBe("process");
    expect(lines).toContain("no Docker engine answers; using local processes");
  });

  it("keeps to Docker when it was asked for, and shows what it lacks", async () => {
    const before = process.env.DOCKER_HOST;
    process.env.DOCKER_HOST = `unix://${home}/nobody.sock`;
    undo.push(async () => {
      if (before === undefined) delete process.env.DOCKER_HOST;
      else process.env.DOCKER_HOST = before;
    });
    const sandbox = await start({ mode: "docker" });
    for (const service of await servicesOf(sandbox)) {
      expect([service.mode, service.state]).toEqual(["docker", "unavailable"]);
      expect(service.hint).toMatch(/The Docker engine does not answer/);
    }
  });

  it.runIf(engine)("falls back when the images cannot be built", async () => {
    const baseImage = "127.0.0.1:1/nightshift/no-such-image:none";
    const sandbox = await start({
      mode: "auto",
      redis: { ...config.redis, baseImage },
      postgres: { ...config.postgres, baseImage },
    });
    expect(sandbox.mode).toBe("process");
    expect(lines.join("\n")).toMatch(/the images cannot be built, using local processes instead/);
  });
});

describe("a sandbox where something is in the way", () => {
  it("says which port is taken, and starts the service once it is free", async () => {
    const stranger = createServer((socket) => socket.destroy()).listen(config.redis.port, "127.0.0.1");
    await once(stranger, "listening");
    const sandbox = await start();
    const [redis, postgres] = await servicesOf(sandbox);
    expect([redis?.state, postgres?.state]).toEqual(["unavailable", "running"]);
    expect(redis?.hint).toMatch(`Port ${config.redis.port} is in use by another program`);
    await new Promise((done) => stranger.close(done));
    expect((await view(sandbox)).status).toBe(200);
  });

  it("refuses to start when its own port is taken", async () => {
    const sandbox = await start();
    const port = Number(new URL(sandbox.url).port);
    await expect(startSandbox({ ...config, listen: { host: "127.0.0.1", port } })).rejects.toThrow(
      `Port ${port} is in use`,
    );
  });

  it.runIf(engine)("leaves a container alone that is not its own", async () => {
    const containersPrefix = `start-${process.pid}-`;
    const bases = await testBases(engine);
    const foreign = await engine?.createContainer({
      name: `${containersPrefix}redis-test`,
      Image: bases.redis,
      Cmd: ["true"],
    });
    undo.push(async () => foreign?.remove({ force: true }));
    const sandbox = await start({
      mode: "docker",
      containersPrefix,
      redis: { ...config.redis, baseImage: bases.redis },
      postgres: { ...config.postgres, baseImage: bases.postgres },
    });
    const [redis, postgres] = await servicesOf(sandbox);
    expect([redis?.state, postgres?.state]).toEqual(["unavailable", "running"]);
    expect(redis?.hint).toMatch(`docker rm -f ${containersPrefix}redis-test`);
    await sandbox.close();
    expect(await foreign?.inspect()).toBeTruthy();
  });

  it("takes no stranger's process for the server", () => {
    const file = join(home, "redis.pid");
    writeFileSync(file, `${process.pid}\n`);
    expect(livePid(file, (commandLine) => commandLine.includes("redis-server"))).toBeNull();
    expect(livePid(file, (commandLine) => commandLine.length > 0)).toBe(process.pid);
  });
});

describe("the sandbox's process", () => {
  async function run(port: number): Promise<ChildProcess> {
    const child = spawn(process.execPath, ["--import", "tsx", "sandbox/main.ts"], {
      stdio: "ignore",
      env: {
        ...process.env,
        NIGHTSHIFT_HOME: home,
        NIGHTSHIFT_SANDBOX: "process",
        NIGHTSHIFT_SANDBOX_URL: `http://127.0.0.1:${port}`,
        NIGHTSHIFT_SANDBOX_REDIS_PORT: String(config.redis.port),
        NIGHTSHIFT_SANDBOX_POSTGRES_PORT: String(config.postgres.port),
      },
    });
    await until(async () => (await (await fetch(`http://127.0.0.1:${port}/health`)).json()).status === "ok", {
      what: "The sandbox did not start",
      timeoutMs: 30_000,
    });
    return child;
  }
  const end = async (child: ChildProcess, signal: "SIGKILL" | "SIGTERM") => {
    child.kill(signal);
    await once(child, "exit");
  };

  it("is survived by its servers when it is killed, finds them again, and leaves nothing when it is told to stop", async () => {
    undo.push(async () => {
      const servers = processServers(config);
      await Promise.all([servers.redis.kill(), servers.postgres.kill()]);
      servers.removeData();
    });
    const port = await freePort();
    await end(await run(port), "SIGKILL");
    const redis = new Redis({ port: config.redis.port, host: "127.0.0.1" });
    await redis.set("from-before", "1");
    expect(await isListening(config.postgres.port)).toBe(true);

    const again = await run(port);
    expect(await redis.get("from-before")).toBe("1");
    redis.disconnect();
    const secrets = join(home, "sandbox", "secrets.json");
    expect(statSync(secrets).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(secrets, "utf8"))).toHaveProperty("testuser");

    await end(again, "SIGTERM");
    expect(again.exitCode).toBe(0);
    expect([await isListening(config.redis.port), await isListening(config.postgres.port)]).toEqual([false, false]);
  });
});
