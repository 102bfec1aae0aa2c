import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Redis } from "ioredis";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "@/lib/platform/free-port";
import { PracticeService, PracticeTarget } from "@/lib/platform/practice-contract";
import { defaultConfig, postgresOn, redisOn, type Sandbox, startSandbox } from "./control";
import { findEngine } from "./docker/engine";
import { testBases } from "./docker/test-base";
import { until } from "./until";

// Every scenario on real servers, in both modes: it is injected, a fresh client hears the server's own words, heal undoes it.

const run = promisify(execFile);
const engine = await findEngine();
if (!engine && process.env.CI) throw new Error("No Docker engine answers, and on CI the Docker mode must be tested");
const bases = await testBases(engine);

describe.each(["process", "docker"] as const)("the sandbox in %s mode", (mode) => {
  if (mode === "docker" && !engine) {
    it.skip("needs a Docker engine");
    return;
  }

  const home = mkdtempSync(join(tmpdir(), "nightshift-sandbox-"));
  let sandbox: Sandbox;
  let redisTarget: PracticeTarget;
  let postgresTarget: PracticeTarget;

  beforeAll(async () => {
    const [redisPort, postgresPort] = [await freePort(), await freePort()];
    sandbox = await startSandbox(
      defaultConfig({
        mode,
        home,
        containersPrefix: `story-${process.pid}-`,
        redis: { ...redisOn(redisPort), baseImage: bases.redis },
        postgres: {
          ...postgresOn(postgresPort),
          baseImage: bases.postgres,
        },
        isThrowaway: true,
        say: () => undefined,
      }),
    );
    const targets = PracticeTarget.array().parse(await (await call("GET", "/targets")).json());
    redisTarget = targets.find(({ kind }) => kind === "redis") as PracticeTarget;
    postgresTarget = targets.find(({ kind }) => kind === "postgres") as PracticeTarget;
  });
  afterAll(async () => {
    await sandbox.close();
    rmSync(home, { recursive: true, force: true });
  });

  const call = (method: string, path: string, body?: unknown, token = sandbox.token) =>
    fetch(`${sandbox.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });

  async function ask(path: string, body?: unknown): Promise<PracticeService> {
    const response = await call("POST", path, body);
    const answer = await response.json();
    expect(answer, JSON.stringify(answer)).not.toHaveProperty("error");
    return PracticeService.parse(answer);
  }
  const inject = (service: string, scenario: string) => ask(`/services/${service}/inject`, { scenario });
  const heal = (service: string) => ask(`/services/${service}/heal`);
  const activeOf = (view: PracticeService) => view.scenarios.filter(({ active }) => active).map(({ id }) => id);

  /** What a newcomer hears: the answer, or the error's words. By redis-cli, because ioredis may lose the words of a refusal. */
  async function redisSays(...command: string[]): Promise<string> {
    const { host, port } = redisTarget.connection;
    const { stdout, stderr } = await run("redis-cli", ["-h", host, "-p", String(port), ...command]).catch(
      (failure: { stdout: string; stderr: string }) => failure,
    );
    return (stdout + stderr).trim();
  }

  async function query(sql: string, as: "application" | "agent" = "application"): Promise<unknown[][]> {
    const { host, port, database, username, password, app_username, app_password } = postgresTarget.connection;
    const client = new pg.Client({
      host,
      port,
      database: database ?? "",
      user: (as === "agent" ? username : app_username) ?? "",
      password: (as === "agent" ? password : app_password) ?? "",
    });
    client.on("error", () => undefined);
    try {
      await client.connect();
      return (await client.query({ text: sql, rowMode: "array" })).rows;
    } finally {
      await Promise.allSettled([client.end()]);
    }
  }

  it("runs both servers as the product ships them", async () => {
    const services = PracticeService.array().parse(await (await call("GET", "/services")).json());
    expect(services.map(({ service, state, mode: how, hint }) => [service, state, how, hint])).toEqual([
      ["redis-test", "running", mode, null],
      ["postgres-test", "running", mode, null],
    ]);
    expect(services.flatMap(activeOf)).toEqual([]);
    expect(redisTarget.target.kind).toBe(mode);
    expect(await redisSays("CONFIG", "GET", "maxmemory")).toBe("maxmemory\n52428800");
    expect(await redisSays("CONFIG", "GET", "maxmemory-policy")).toBe("maxmemory-policy\nnoeviction");
    expect(await query("SHOW max_connections")).toEqual([["20"]]);
    expect(await query("SHOW shared_buffers")).toEqual([["128MB"]]);
    expect(await query("SELECT rolsuper, current_database() FROM pg_roles WHERE rolname = current_user")).toEqual([
      [false, "testdb"],
    ]);
    expect(await query("SELECT rolsuper FROM pg_roles WHERE rolname = current_user", "agent")).toEqual([[true]]);
  });

  it("fills Redis until it refuses, and stays empty once it is flushed", async () => {
    await redisSays("SET", "mine", "kept");
    expect(activeOf(await inject("redis-test", "memory-exhaustion"))).toEqual(["memory-exhaustion"]);
    expect(await redisSays("SET", "a", "b")).toMatch(/^OOM command not allowed when used memory > 'maxmemory'/);

    await redisSays("FLUSHALL");
    expect(await redisSays("SET", "mine", "kept")).toBe("OK");
    expect(await redisSays("DBSIZE")).toBe("1");

    await inject("redis-test", "memory-exhaustion");
    expect(activeOf(await inject("redis-test", "memory-exhaustion"))).toEqual(["memory-exhaustion"]);
    await redisSays("CONFIG", "SET", "maxmemory", "80mb");
    expect(activeOf(await heal("redis-test"))).toEqual([]);
    expect(await redisSays("KEYS", "*")).toBe("mine");
    expect(await redisSays("CONFIG", "GET", "maxmemory")).toBe("maxmemory\n52428800");
  });

  it("fills Redis by so much that it stays full whoever leaves: what a client takes is a few ten KB", async () => {
    for (let time = 0; time < 5; time++) {
      await inject("redis-test", "memory-exhaustion");
      const used = /^used_memory:(\d+)/m.exec(await redisSays("INFO", "memory"))?.[1];
      expect(Number(used) - 52_428_800).toBeGreaterThan(512 * 1024);
      await heal("redis-test");
    }
  });

  it("takes every connection of Redis, and takes none back that is killed", async () => {
    expect(activeOf(await inject("redis-test", "connection-exhaustion"))).toEqual(["connection-exhaustion"]);
    expect(await redisSays("PING")).toMatch(/max number of clients reached/);
    // The other scenario fits on top, over a connection that is held.
    expect(activeOf(await inject("redis-test", "memory-exhaustion"))).toEqual([
      "memory-exhaustion",
      "connection-exhaustion",
    ]);
    expect(activeOf(await heal("redis-test"))).toEqual([]);

    // Room for one more, so that the clients can be killed as an action would.
    await redisSays("CONFIG", "SET", "maxclients", "50");
    const before = new Redis({ host: redisTarget.connection.host, port: redisTarget.connection.port });
    await before.ping();
    await inject("redis-test", "connection-exhaustion");
    expect(await before.client("LIST")).toMatch(/name=checkout-worker/);
    await before.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
    await until(async () => (await redisSays("PING")) === "PONG", { what: "Redis took no client", timeoutMs: 5_000 });
    const services = PracticeService.array().parse(await (await call("GET", "/services")).json());
    expect(services.flatMap(activeOf)).toEqual([]);
    before.disconnect();
    await heal("redis-test");
    expect(await redisSays("CONFIG", "GET", "maxclients")).toBe("maxclients\n200");
  });

  it("takes every connection of Postgres that an application may have, and leaves the agent's", async () => {
    expect(activeOf(await inject("postgres-test", "connection-exhaustion"))).toEqual(["connection-exhaustion"]);
    await expect(query("SELECT 1")).rejects.toThrow(/too many clients already|remaining connection slots are reserved/);
    const idle = await query(
      "SELECT count(*)::int FROM pg_stat_activity WHERE usename = 'testuser' AND application_name = 'checkout-api' AND state = 'idle'",
      "agent",
    );
    expect(idle).toEqual([[17]]);
    // Every slot is taken, and the lock queue is made of sessions that the application has already.
    expect(activeOf(await inject("postgres-test", "lock-pileup"))).toEqual(["connection-exhaustion", "lock-pileup"]);
    expect(activeOf(await heal("postgres-test"))).toEqual([]);
    expect(await query("SELECT 1")).toEqual([[1]]);

    await inject("postgres-test", "connection-exhaustion");
    await query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'testuser'", "agent");
    // Postgres tells a session to end and does not wait for it; only this question's own session is left in the end.
    const sessions = () => query("SELECT count(*)::int FROM pg_stat_activity WHERE usename = 'testuser'");
    await expect.poll(sessions, { timeout: 10_000 }).toEqual([[1]]);
    expect(activeOf(await heal("postgres-test"))).toEqual([]);
  });

  it("piles sessions up behind a lock, which drain when the blocker is terminated", async () => {
    const waiting = () =>
      query("SELECT count(*)::int FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND usename = 'testuser'");
    const sessions = () =>
      query("SELECT count(*)::int FROM pg_stat_activity WHERE usename = 'testuser' AND pid <> pg_backend_pid()");
    expect(activeOf(await inject("postgres-test", "lock-pileup"))).toEqual(["lock-pileup"]);
    expect(await waiting()).toEqual([[9]]);
    expect(await sessions()).toEqual([[10]]);

    const killed = await query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'testuser' AND state = 'idle in transaction'",
      "agent",
    );
    expect(killed).toEqual([[true]]);
    await until(async () => (await sessions())[0]?.[0] === 0, { what: "The queue did not drain", timeoutMs: 10_000 });
    expect(await query("SELECT count(*)::int FROM orders WHERE status = 'paid'")).toEqual([[9]]);

    await inject("postgres-test", "lock-pileup");
    expect(activeOf(await heal("postgres-test"))).toEqual([]);
    expect(await sessions()).toEqual([[0]]);
  });

  it("kills each server for real and brings it back", async () => {
    for (const [service, refusal] of [
      ["redis-test", () => redisSays("PING")],
      ["postgres-test", () => query("SELECT 1").catch((error) => error.message)],
    ] as const) {
      const down = await inject(service, "crash");
      expect([down.state, activeOf(down)]).toEqual(["stopped", ["crash"]]);
      expect(await refusal()).toMatch(/ECONNREFUSED|Connection refused/);
      expect(activeOf(await inject(service, "crash"))).toEqual(["crash"]);
      const response = await call("POST", `/services/${service}/inject`, { scenario: "connection-exhaustion" });
      expect([response.status, await response.json()]).toEqual([409, { error: `${service} is down; heal it first` }]);
      const up = await heal(service);
      expect([up.state, activeOf(up)]).toEqual(["running", []]);
    }
    expect(await redisSays("PING")).toBe("PONG");
    expect(await query("SELECT count(*)::int FROM orders")).toEqual([[1000]]);
  });

  it("says what is wrong with a request", async () => {
    const path = "/services/redis-test/inject";
    expect((await call("GET", "/services", undefined, "wrong")).status).toBe(401);
    expect((await fetch(`${sandbox.url}/health`)).status).toBe(200);
    expect((await call("GET", "/nothing")).status).toBe(404);
    expect((await call("POST", "/services/nobody/heal")).status).toBe(404);
    expect((await call("POST", path, { scenario: "nothing" })).status).toBe(404);
    expect((await call("POST", path, { scenario: 1 })).status).toBe(400);
    const broken = await call("POST", path, "{");
    expect([broken.status, await broken.json()]).toEqual([400, { error: "The body is not JSON" }]);
    const large = await call("POST", path, "x".repeat(20_000));
    expect(large.status).toBe(413);
  });

  if (mode === "process") return;

  it("makes a container that was removed anew", async () => {
    const { name } = redisTarget.target;
    await engine?.getContainer(name).remove({ force: true });
    const up = await heal("redis-test");
    expect([up.state, activeOf(up)]).toEqual(["running", []]);
    const details = await engine?.getContainer(name).inspect();
    expect(details?.HostConfig.Memory).toBe(100 * 1024 * 1024);
    expect(details?.HostConfig.RestartPolicy?.Name).toBe("no");
    expect(Object.values(details?.HostConfig.PortBindings ?? {})).toEqual([
      [{ HostIp: "127.0.0.1", HostPort: String(redisTarget.connection.port) }],
    ]);
  });
});
