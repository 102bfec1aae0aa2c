import { infoFields, numberIn, type RedisCollector } from "./redis-collector";

export const redisStats: RedisCollector = {
  source: "redis.stats",
  command: ["INFO", "stats"],
  async read(redis) {
    const text = await redis.info("stats");
    const fields = infoFields(text);
    const rejectedConnections = numberIn(fields, "rejected_connections");
    if (rejectedConnections === null) return { text, facts: {} };
    return { text, facts: { redisStats: { rejectedConnections, evictedKeys: numberIn(fields, "evicted_keys") ?? 0 } } };
  },
};

/** Which errors the server has given out, by their first word. Redis counts them since 6.2. */
export const redisErrorStats: RedisCollector = {
  source: "redis.errorstats",
  command: ["INFO", "errorstats"],
  async read(redis) {
    const text = await redis.info("errorstats");
    const outOfMemory = Number(/^errorstat_OOM:count=(\d+)/m.exec(text)?.[1] ?? 0);
    return { text, facts: { redisErrors: { outOfMemory } } };
  },
};

export const redisPersistence: RedisCollector = {
  source: "redis.persistence",
  command: ["INFO", "persistence"],
  async read(redis) {
    const text = await redis.info("persistence");
    const fields = infoFields(text);
    const lastSaveOk = fields.get("rdb_last_bgsave_status") !== "err" && fields.get("aof_last_write_status") !== "err";
    return { text, facts: { redisPersistence: { lastSaveOk } } };
  },
};
