import type { RedisCollector } from "./redis-collector";

export const redisPing: RedisCollector = {
  source: "redis.ping",
  command: ["PING"],
  async read(redis) {
    const text = await redis.ping();
    return { text, facts: { redisPing: { ok: text === "PONG" } } };
  },
};
