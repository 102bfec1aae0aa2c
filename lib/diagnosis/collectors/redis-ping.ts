import { redisCollector } from "./redis-collector";

export const redisPing = redisCollector({
  source: "redis.ping",
  command: ["PING"],
  ask: (redis) => redis.ping(),
  parse: (answer) => ({ text: String(answer), facts: { redisPing: { ok: answer === "PONG" } } }),
});
