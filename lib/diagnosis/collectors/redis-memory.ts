import { configFields, infoCollector, limit, numberIn, redisCollector } from "./redis-collector";

export const redisMemory = infoCollector("memory", (fields) => {
  const usedBytes = numberIn(fields, "used_memory");
  if (usedBytes === null) return {};
  const policy = fields.get("maxmemory_policy") ?? null;
  return { redisMemory: { usedBytes, maxBytes: limit(numberIn(fields, "maxmemory")), policy } };
});

export const redisMemorySetting = redisCollector({
  source: "redis.config",
  command: ["CONFIG", "GET", "maxmemory*"],
  ask: (redis) => redis.config("GET", "maxmemory*"),
  parse(answer) {
    const { fields, text } = configFields(answer);
    const policy = fields.get("maxmemory-policy") ?? null;
    if (!fields.has("maxmemory")) return { text, facts: {} };
    return { text, facts: { redisMemorySetting: { maxBytes: limit(numberIn(fields, "maxmemory")), policy } } };
  },
});
