import { z } from "zod";
import { secretsOfWatched, type Watched, withRedis } from "@/lib/monitoring";
import { ask, COLLECTOR_MS } from "../collectors/finding";
import { askedOf } from "../collectors/redis";
import { redisClientList, redisClients, redisClientsSetting } from "../collectors/redis-clients";
import type { RedisCollector } from "../collectors/redis-collector";
import { redisErrorStats, redisPersistence, redisStats } from "../collectors/redis-counters";
import { redisBigKeys, redisMemoryStats } from "../collectors/redis-depth";
import { redisKeyspace } from "../collectors/redis-keyspace";
import { redisMemory, redisMemorySetting } from "../collectors/redis-memory";
import { redisReplication } from "../collectors/redis-replication";
import { redisSlowlog } from "../collectors/redis-slowlog";
import { redisWrite } from "../collectors/redis-write";
import { type Tool, tool } from "./tool";

/** A tool that asks a Redis server one question. */
export const redisTool = (name: string, says: string, collector: RedisCollector): Tool =>
  tool({
    name,
    says,
    input: z.object({}),
    fits: ({ watched }) => watched?.kind === "redis",
    look: ({ watched }) => asked(watched as Watched, collector),
  });

const asked = (watched: Watched, collector: RedisCollector) =>
  ask(collector.source, askedOf(watched, collector), COLLECTOR_MS, async () => {
    let answer: Awaited<ReturnType<typeof collector.read>> | undefined;
    await withRedis(watched, async (redis) => {
      answer = await collector.read(redis, secretsOfWatched(watched));
    });
    if (!answer) throw new Error("The connection ended before the answer");
    return answer;
  });

export const redisTools: readonly Tool[] = [
  redisTool("redis_memory", "INFO memory: what is used, the limit, the eviction policy, fragmentation.", redisMemory),
  redisTool("redis_memory_settings", "CONFIG GET of maxmemory and its policy.", redisMemorySetting),
  redisTool("redis_clients", "INFO clients: how many are connected, blocked, and the most there may be.", redisClients),
  redisTool("redis_clients_setting", "CONFIG GET maxclients.", redisClientsSetting),
  redisTool("redis_client_list", "CLIENT LIST, grouped by name and address, with idle times.", redisClientList),
  redisTool("redis_stats", "INFO stats: rejected connections, evicted and expired keys, hits and misses.", redisStats),
  redisTool("redis_errors", "INFO errorstats: errors by kind since the start.", redisErrorStats),
  redisTool(
    "redis_persistence",
    "INFO persistence: whether the last save and the log rewrite worked.",
    redisPersistence,
  ),
  redisTool("redis_keyspace", "INFO keyspace: keys of each database, and how many have an expiry.", redisKeyspace),
  redisTool("redis_slow_commands", "SLOWLOG GET 10: the slowest recent commands.", redisSlowlog),
  redisTool("redis_memory_stats", "MEMORY STATS: what the memory goes to, by kind.", redisMemoryStats),
  redisTool("redis_big_keys", "The biggest of some 200 sampled keys, with type and size.", redisBigKeys),
  redisTool("redis_replication", "INFO replication: role, replicas, and how far behind they are.", redisReplication),
  redisTool(
    "redis_write_test",
    "Whether a write that changes nothing is accepted, or with which error refused.",
    redisWrite,
  ),
];
