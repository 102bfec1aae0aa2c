import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { freePort } from "@/lib/platform/free-port";
import type { LocalPostgres } from "@/lib/platform/local-postgres";
import { startOwnPostgres } from "@/test/own-postgres";
import { withPostgres } from "../postgres-connection";
import { probe } from "../probe";
import { startSilence, watchedAt } from "../servers.fixture";
import { postgresProbe } from "./postgres";

let cluster: LocalPostgres;
let remove = async () => {};
const agent = { database: "postgres", username: "postgres", password: "agent-password" };
const application = { username: "shop", password: "shop-password" };

beforeAll(async () => {
  ({ cluster, remove } = await startOwnPostgres({
    superuser: agent.username,
    password: agent.password,
    settings: { fsync: "off", max_connections: "20", shared_buffers: "16MB", autovacuum: "off" },
  }));
  await withPostgres(watchedAt("postgres", cluster.port, agent), (client) =>
    client.query(
      "CREATE ROLE shop LOGIN PASSWORD 'shop-password'; CREATE TABLE stock (id int PRIMARY KEY); INSERT INTO stock VALUES (1); GRANT ALL ON stock TO shop",
    ),
  );
});
afterAll(async () => {
  await remove();
});

const open: pg.Client[] = [];
afterEach(async () => {
  for (const client of open.splice(0)) await client.end().catch(() => {});
  await vi.waitFor(async () => expect((await probe(watched())).metrics.connections).toBe(0));
});

const watched = () => watchedAt("postgres", cluster.port, { ...agent, application });

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({
    host: "127.0.0.1",
    port: cluster.port,
    database: "postgres",
    user: application.username,
    password: application.password,
  });
  client.on("error", () => {});
  await client.connect();
  open.push(client);
  return client;
}

async function takeEverySlot(): Promise<string> {
  for (;;) {
    try {
      await connect();
    } catch (error) {
      return (error as Error).message;
    }
  }
}

test("health is the connections that are left, without the probe's own", async () => {
  for (let i = 0; i < 5; i++) await connect();
  const result = await probe(watched());
  expect(result).toMatchObject({
    health: 75,
    error: null,
    errorLines: [],
    metrics: { connections: 5, max_connections: 20, idle: 5, active: 0, idle_in_transaction: 0, waiting_on_locks: 0 },
  });
});

test("a full server is still read, and what it tells applications is quoted", async () => {
  const refusal = await takeEverySlot();
  // The backend of the connection that was refused is seen until it has ended.
  const result = await vi.waitFor(async () => {
    const seen = await probe(watched());
    expect(seen).toMatchObject({ health: 15, error: null, errorLines: [`FATAL: ${refusal}`] });
    return seen;
  });
  expect(refusal).toMatch(/remaining connection slots are reserved|too many clients/);
  expect(postgresProbe.causeOf(result)).toBe("connections");

  // Without an ordinary role nobody was refused, so nothing is quoted; and an agent that is ordinary itself is refused like everyone.
  expect(await probe(watchedAt("postgres", cluster.port, agent))).toMatchObject({ health: 15, errorLines: [] });
  const shutOut = await probe(watchedAt("postgres", cluster.port, { database: "postgres", ...application }));
  expect(shutOut).toMatchObject({ health: 0, error: `FATAL: ${refusal}` });
  expect(postgresProbe.causeOf(shutOut)).toBe("connections");
});

test("a queue behind a lock is told from mere connections", async () => {
  const holder = await connect();
  await holder.query("BEGIN; LOCK TABLE stock IN ACCESS EXCLUSIVE MODE");
  for (let i = 0; i < 7; i++) (await connect()).query("SELECT * FROM stock").catch(() => {});
  await vi.waitFor(async () => {
    const result = await probe(watched());
    expect(result.metrics).toMatchObject({ connections: 8, waiting_on_locks: 7, idle_in_transaction: 1 });
    expect(result.health).toBe(60);
    expect(postgresProbe.causeOf(result)).toBe("locks");
  });
  await holder.query("ROLLBACK");
});

test("down, silent and locked servers give health 0 and the client's own words, in bounded time", async () => {
  const port = await freePort();
  const down = await probe(watchedAt("postgres", port, agent));
  expect(down).toMatchObject({ health: 0, error: `connect ECONNREFUSED 127.0.0.1:${port}`, latencyMs: null });
  expect(postgresProbe.causeOf(down)).toBe("down");

  const silence = await startSilence();
  const began = performance.now();
  expect(await probe(watchedAt("postgres", silence.port, agent))).toMatchObject({
    health: 0,
    error: "timeout expired",
  });
  expect(performance.now() - began).toBeLessThan(5_000);
  await silence.stop();

  const wrong = await probe(watchedAt("postgres", cluster.port, { ...agent, password: "a-wrong-password" }));
  expect(wrong.error).toBe('FATAL: password authentication failed for user "postgres"');
  expect(postgresProbe.causeOf(wrong)).toBe("unhealthy");
  const without = await probe(watchedAt("postgres", cluster.port, { ...agent, password: null }));
  expect(without.error).toMatch(/^SASL: /);
  expect(postgresProbe.causeOf(without)).toBe("unhealthy");
});
