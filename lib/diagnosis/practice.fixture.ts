import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import pg from "pg";
import { expect } from "vitest";
import { type Ctx, systemCtx } from "@/lib/auth";
import { loadWatched, probe, registerPracticeService } from "@/lib/monitoring";
import { freePort } from "@/lib/platform/free-port";
import { startCommand } from "@/lib/platform/local-postgres";
import type { PracticeTarget } from "@/lib/platform/practice-contract";
import { openNow } from "@/test/open-now";
import { startOwnPostgres } from "@/test/own-postgres";
import type { DiagnosisView } from "./contract";

type Connection = PracticeTarget["connection"];
export const connectionTo = (port: number, over: Partial<Connection> = {}): Connection => ({
  host: "127.0.0.1",
  port,
  database: null,
  username: null,
  password: null,
  app_username: null,
  app_password: null,
  ...over,
});

/** Makes the organization watch a service, and opens an incident for it from a real probe, with `extraLines` as an attacker's or a log's. */
export async function incidentFor(
  organizationId: string,
  described: Pick<PracticeTarget, "kind" | "connection"> & Partial<PracticeTarget>,
  extraLines: string[] = [],
): Promise<{ incidentId: string; serviceId: string }> {
  const ctx = systemCtx(organizationId, "test");
  const service = `svc-${randomBytes(4).toString("hex")}`;
  const target: PracticeTarget["target"] = { kind: "none", name: service };
  const { id } = await registerPracticeService(ctx, { service, target, hint: null, ...described });
  const sample = await probe(await loadWatched(ctx, id));
  return { incidentId: await openFor(ctx, id, sample, extraLines), serviceId: id };
}

type Seen = { at?: Date; health: number; errorLines: string[]; metrics: Record<string, unknown> };

export async function openFor(
  ctx: Ctx,
  serviceId: string | null,
  seen: Seen,
  extraLines: string[] = [],
): Promise<string> {
  const { incidentId } = await openNow(ctx, {
    serviceId,
    serviceName: `svc-${randomBytes(4).toString("hex")}`,
    affectedSystem: "practice",
    cause: "unhealthy",
    title: "A practice service is unhealthy",
    description: "",
    severity: "high",
    errorLogs: [...seen.errorLines, ...extraLines],
    metricsSnapshot: seen.metrics,
    health: seen.health,
    ...(seen.at && { sampledAt: seen.at }),
    source: "test",
    labels: {},
  });
  return incidentId;
}

/** A real redis-server with a pid file and a log file. */
export async function startRedis(settings: Record<string, string> = {}) {
  const dir = mkdtempSync(join(tmpdir(), "nightshift-redis-"));
  const port = await freePort();
  const [pidFile, logFile] = [join(dir, "redis.pid"), join(dir, "redis.log")];
  const options = {
    port: String(port),
    bind: "127.0.0.1",
    save: "",
    dir,
    pidfile: pidFile,
    logfile: logFile,
    ...settings,
  };
  const start = ["redis-server", ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])];
  const child: ChildProcess = spawn(start[0] ?? "", start.slice(1), { stdio: "ignore" });
  const exited = once(child, "exit");
  const admin = new Redis({ port, host: "127.0.0.1", retryStrategy: () => 50, maxRetriesPerRequest: 200 });
  if (settings.requirepass) admin.options.password = settings.requirepass;
  admin.on("error", (error) => expect(error).toBeDefined());
  await admin.info("server");
  const target: PracticeTarget["target"] = {
    kind: "process",
    name: "redis",
    config: { pid_file: pidFile, start, stop: null, run_as: null },
  };
  return {
    port,
    admin,
    target,
    pid: child.pid ?? 0,
    async end(signal: "SIGKILL" | "SIGTERM") {
      admin.disconnect();
      child.kill(signal);
      await exited;
    },
    async stop() {
      admin.disconnect();
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
      await exited;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Writes until Redis refuses even the smallest value. */
export async function fill(admin: Redis): Promise<void> {
  const write = async (prefix: string, value: string, index = 0): Promise<string> => {
    try {
      await admin.set(`${prefix}:${index}`, value);
    } catch (error) {
      return (error as Error).message;
    }
    return write(prefix, value, index + 1);
  };
  expect(await write("block", "x".repeat(100_000))).toMatch(/^OOM/);
  expect(await write("grain", "x".repeat(1_000))).toMatch(/^OOM/);
}

/** Opens `count` clients under a name; fewer when Redis lets no more in. */
export async function openClients(port: number, count: number, name: string): Promise<Redis[]> {
  const clients: Redis[] = [];
  while (clients.length < count) {
    const client = new Redis({
      port,
      host: "127.0.0.1",
      lazyConnect: true,
      retryStrategy: () => null,
      disableClientInfo: true,
    });
    const failed = new Promise<true>((done) => client.once("error", () => done(true)));
    const full = await Promise.race([
      failed,
      client.client("SETNAME", name).then(
        () => false,
        () => true,
      ),
    ]);
    if (full) return clients;
    clients.push(client);
  }
  return clients;
}

/** A real Postgres of a suite's own with 20 slots, 3 of them reserved, an ordinary role `app` and a database `shop`. */
export async function startPractisePostgres() {
  const { cluster, remove } = await startOwnPostgres({
    superuser: "boss",
    settings: { fsync: "off", max_connections: "20", shared_buffers: "'16MB'" },
  });
  const password = randomBytes(12).toString("hex");
  const boss = { host: "127.0.0.1", port: cluster.port, user: "boss", password: cluster.password };
  const admin = new pg.Client({ ...boss, database: "postgres" });
  admin.on("error", (error) => expect(error).toBeDefined());
  await admin.connect();
  await admin.query(`CREATE ROLE app LOGIN PASSWORD '${password}'`);
  await admin.query("CREATE DATABASE shop OWNER app");
  const open: pg.Client[] = [];

  async function connect(application: string): Promise<pg.Client> {
    const client = new pg.Client({ ...boss, user: "app", password, database: "shop", application_name: application });
    client.on("error", (error) => expect(error).toBeDefined());
    await client.connect();
    open.push(client);
    return client;
  }
  return {
    cluster,
    connect,
    connection: connectionTo(cluster.port, {
      database: "shop",
      username: "boss",
      password: cluster.password,
      app_username: "app",
      app_password: password,
    }),
    target: {
      kind: "process",
      name: "postgres",
      config: {
        pid_file: join(cluster.dataDir, "postmaster.pid"),
        start: startCommand(cluster),
        stop: null,
        run_as: null,
      },
    } as PracticeTarget["target"],
    kill(): void {
      process.kill(Number(readFileSync(join(cluster.dataDir, "postmaster.pid"), "utf8").split("\n")[0]), "SIGKILL");
    },
    /** Connections of an application until the server refuses; leaves `free` for ordinary roles. */
    async fillSlots(application: string, free = 0): Promise<void> {
      await admin.end();
      const opened: pg.Client[] = [];
      try {
        for (;;) opened.push(await connect(application));
      } catch (error) {
        expect((error as Error).message).toMatch(/slots are reserved|too many clients/);
      }
      for (const client of opened.slice(0, free)) await client.end();
    },
    /** One transaction holds a table, `waiters` queue behind it; resolves when all of them wait. */
    async pileUp(waiters: number, application: string): Promise<void> {
      const blocker = await connect(application);
      await blocker.query("CREATE TABLE IF NOT EXISTS orders (id int)");
      await blocker.query("BEGIN");
      await blocker.query("LOCK TABLE orders IN ACCESS EXCLUSIVE MODE");
      for (let i = 0; i < waiters; i++) {
        const waiter = await connect("checkout");
        // Ends with an error when the suite closes its connections.
        waiter.query("SELECT count(*) FROM orders").catch((error) => expect(error).toBeDefined());
      }
      for (;;) {
        const { rows } = await blocker.query("SELECT count(*)::int AS waiting FROM pg_locks WHERE NOT granted");
        if (rows[0].waiting === waiters) return;
      }
    },
    async closeAll(): Promise<void> {
      await Promise.all(open.splice(0).map((client) => client.end().catch((error) => expect(error).toBeDefined())));
    },
    async stop(): Promise<void> {
      await Promise.all([admin, ...open].map((client) => client.end().catch((error) => expect(error).toBeDefined())));
      await remove();
    },
  };
}

/** The evidence that a statement cites, by its source; fails when a citation or an id leads nowhere, or an excerpt is too long. */
export function citedSources(diagnosis: DiagnosisView, fault: string): string[] {
  const hypothesis = diagnosis.hypotheses.find((candidate) => candidate.fault === fault);
  if (!hypothesis) throw new Error(`There is no hypothesis ${fault}`);
  const byId = new Map(diagnosis.evidence.map((evidence) => [evidence.id, evidence]));
  const cited = hypothesis.evidence.map((id) => byId.get(id));
  expect(cited.length).toBeGreaterThan(0);
  expect(cited).not.toContain(undefined);
  const numbers = [...hypothesis.statement.matchAll(/\[(\d+)\]/g)].map(([, number]) => Number(number));
  expect(new Set(numbers)).toEqual(new Set(cited.map((evidence) => evidence?.number)));
  expect(diagnosis.evidence.map(({ number }) => number)).toEqual(diagnosis.evidence.map((_, index) => index + 1));
  for (const { excerpt, command } of diagnosis.evidence) {
    expect(Buffer.byteLength(excerpt)).toBeLessThanOrEqual(4_096);
    expect(command).not.toBe("");
  }
  return cited.map((evidence) => evidence?.source ?? "");
}
