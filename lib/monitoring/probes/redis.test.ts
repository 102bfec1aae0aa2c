import { afterAll, afterEach, expect, test, vi } from "vitest";
import { closeDatabase, prisma } from "@/lib/platform/db";
import { freePort } from "@/lib/platform/free-port";
import { newOrganization } from "@/test/organization";
import { createService, deleteService } from "..";
import { probe } from "../probe";
import { closeReserves, keepReserves, releaseReserve, reserveOf } from "../reserve";
import { fill, startRedis, startSilence, takeEverySlot, watchedAt } from "../servers.fixture";
import { watchedOf } from "../watched";
import { withRedis } from "../with-redis";
import { redisProbe } from "./redis";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});
afterAll(closeDatabase);

async function redisWith(settings: Record<string, string>) {
  const redis = await startRedis(settings);
  cleanups.push(redis.stop);
  return redis;
}

test("health is the memory that is left, and a full Redis is quoted without being changed", async () => {
  const redis = await redisWith({ maxmemory: "20mb", "maxmemory-policy": "noeviction" });
  const watched = watchedAt("redis", redis.port);

  const well = await probe(watched);
  expect(well).toMatchObject({ error: null, errorLines: [], metrics: { maxmemory: 20_971_520, keys: 0 } });
  expect(well.health).toBeCloseTo(100 - (Number(well.metrics.used_memory) / 20_971_520) * 100, 1);
  expect(well.latencyMs).toBeGreaterThan(0);

  const refusal = await fill(redis.admin);
  const keys = await redis.admin.dbsize();
  const full = await probe(watched);
  expect(full.errorLines).toEqual([refusal]);
  expect(refusal).toMatch(/^OOM command not allowed when used memory > 'maxmemory'/);
  expect(full.health).toBeLessThan(5);
  expect(full.metrics).toMatchObject({ keys, keys_with_ttl: 0 });
  expect(redisProbe.causeOf(full)).toBe("memory");
  expect(await redis.admin.dbsize()).toBe(keys);
});

test("a Redis without a limit is healthy while it answers, and says why", async () => {
  const redis = await redisWith({});
  await redis.admin.set("key", "value", "EX", 100);
  expect(await probe(watchedAt("redis", redis.port))).toMatchObject({
    health: 100,
    metrics: { maxmemory: 0, memory_limit: "none", keys: 1, keys_with_ttl: 1 },
  });
});

test("when every slot is taken the refusal is quoted each time, and the reserve still reads and gives its slot up", async () => {
  const redis = await redisWith({ maxclients: "12", maxmemory: "20mb" });
  const { owner } = await newOrganization();
  const { id } = await createService(owner, { name: "slots", kind: "redis", host: "127.0.0.1", port: redis.port });
  cleanups.push(() => deleteService(owner, "slots"), closeReserves);
  const watched = watchedOf(await prisma().service.findUniqueOrThrow({ where: { id } }));

  await keepReserves();
  await vi.waitFor(() => expect(reserveOf(watched)).not.toBeNull());
  cleanups.push(await takeEverySlot(redis.port));

  for (let i = 0; i < 30; i++) {
    const refused = await probe(watched);
    expect(refused).toMatchObject({
      health: 0,
      error: "ERR max number of clients reached",
      errorLines: ["ERR max number of clients reached"],
      latencyMs: null,
    });
    expect(redisProbe.causeOf(refused)).toBe("connections");
    expect(refused.metrics).toMatchObject({ connected_clients: 12, maxclients: 12 });
  }
  expect(await withRedis(watched, (through) => through.client("LIST"))).toContain("nightshift-reserve");

  await releaseReserve(id);
  expect(reserveOf(watched)).toBeNull();
  expect(await withRedis(watched, (through) => through.ping())).toBe("PONG");
});

test("the reserve comes back by itself after a restart", async () => {
  const first = await startRedis();
  const { owner } = await newOrganization();
  const { id } = await createService(owner, { name: "phoenix", kind: "redis", host: "127.0.0.1", port: first.port });
  const watched = watchedOf(await prisma().service.findUniqueOrThrow({ where: { id } }));
  cleanups.push(closeReserves);
  await keepReserves();
  await vi.waitFor(() => expect(reserveOf(watched)).not.toBeNull());
  await first.stop();
  await vi.waitFor(() => expect(reserveOf(watched)).toBeNull());
  const second = await startRedis({}, first.port);
  cleanups.push(second.stop);
  await vi.waitFor(() => expect(reserveOf(watched)).not.toBeNull(), 10_000);

  await deleteService(owner, "phoenix");
  await keepReserves();
  expect(reserveOf(watched)).toBeNull();
});

test("down, silent and locked servers give health 0 and the client's own words, in bounded time", async () => {
  const port = await freePort();
  const down = await probe(watchedAt("redis", port));
  expect(down).toMatchObject({ health: 0, error: `connect ECONNREFUSED 127.0.0.1:${port}`, metrics: {} });
  expect(redisProbe.causeOf(down)).toBe("down");
  const byName = await probe(watchedAt("redis", port, { host: "localhost" }));
  expect(byName.error).toContain(`connect ECONNREFUSED 127.0.0.1:${port}`);

  const silence = await startSilence();
  cleanups.push(silence.stop);
  const began = performance.now();
  expect(await probe(watchedAt("redis", silence.port))).toMatchObject({ health: 0, error: "Command timed out" });
  expect(performance.now() - began).toBeLessThan(5_000);

  const locked = await redisWith({ requirepass: "the-right-password" });
  const wrong = await probe(watchedAt("redis", locked.port, { password: "a-wrong-password" }));
  expect(wrong.error).toMatch(/^WRONGPASS/);
  expect(redisProbe.causeOf(wrong)).toBe("unhealthy");
  expect((await probe(watchedAt("redis", locked.port))).error).toMatch(/^NOAUTH/);
  expect((await probe(watchedAt("redis", locked.port, { password: "the-right-password" }))).health).toBe(100);
});
