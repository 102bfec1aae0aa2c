import type { Redis } from "ioredis";
import { secretsOfWatched, type Watched, withRedis } from "@/lib/monitoring";
import type { Finding } from "../facts";
import { commandLine } from "./finding";
import { redisClientList, redisClients, redisClientsSetting } from "./redis-clients";
import type { RedisCollector } from "./redis-collector";
import { redisErrorStats, redisPersistence, redisStats } from "./redis-counters";
import { redisBigKeys } from "./redis-depth";
import { redisDbSize, redisKeyspace } from "./redis-keyspace";
import { redisMemory, redisMemorySetting } from "./redis-memory";
import { redisPing } from "./redis-ping";
import { redisReplication } from "./redis-replication";
import { redisSlowlog } from "./redis-slowlog";
import { redisWrite } from "./redis-write";
import { inSession } from "./session";

// What tells most comes first, in case the time runs out.
export const redisCollectors: readonly RedisCollector[] = [
  redisPing,
  redisMemory,
  redisMemorySetting,
  redisWrite,
  redisClients,
  redisClientsSetting,
  redisClientList,
  redisStats,
  redisErrorStats,
  redisKeyspace,
  redisDbSize,
  redisPersistence,
  redisReplication,
  redisSlowlog,
  redisBigKeys,
];

const isLocal = (host: string) => host === "127.0.0.1" || host === "localhost";

/** The words before the command, as redis-cli takes them. The password is never among them. */
export const redisCli = ({ connection: { host, port, username } }: Watched): string[] => [
  "redis-cli",
  ...(isLocal(host) ? [] : ["-h", host]),
  "-p",
  String(port),
  ...(username ? ["--user", username] : []),
];

/** What a person would type to ask the same, and no more of the server than was asked. */
export const askedOf = (watched: Watched, { command, next }: RedisCollector): string =>
  [command, ...next].map((words) => commandLine([...redisCli(watched), ...words])).join("; ");

/** Everything a Redis server tells about itself, asked over one connection in at most `ms`. */
export const collectFromRedis = (watched: Watched, ms: number): Promise<Finding[]> =>
  inSession(
    { source: "redis.session", command: commandLine(redisCli(watched)), ms },
    redisCollectors.map((collector) => ({
      source: collector.source,
      command: askedOf(watched, collector),
      read: (redis: Redis) => collector.read(redis, secretsOfWatched(watched)),
    })),
    (work) => withRedis(watched, work),
  );
