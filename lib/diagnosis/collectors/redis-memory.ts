import { configFields, infoFields, limit, numberIn, type RedisCollector } from "./redis-collector";

export const redisMemory: RedisCollector = {
  source: "redis.memory",
  command: ["INFO", "memory"],
  async read(redis) {
    const text = await redis.info("memory");
    const fields = infoFields(text);
    const usedBytes = numberIn(fields, "used_memory");
    if (usedBytes === null) return { text, facts: {} };
    const policy = fields.get("maxmemory_policy") ?? null;
    return { text, facts: { redisMemory: { usedBytes, maxBytes: limit(numberIn(fields, "maxmemory")), policy } } };
  },
};

export const redisMemorySetting: RedisCollector = {
  source: "redis.config",
  command: ["CONFIG", "GET", "maxmemory*"],
  async read(redis) {
    const { fields, text } = configFields(await redis.config("GET", "maxmemory*"));
    const policy = fields.get("maxmemory-policy") ?? null;
    if (!fields.has("maxmemory")) return { text, facts: {} };
    return { text, facts: { redisMemorySetting: { maxBytes: limit(numberIn(fields, "maxmemory")), policy } } };
  },
};
