import { ReplyError } from "ioredis";
import type { RedisCollector } from "./redis-collector";

/**
 * Whether writes are taken. `SETRANGE key 0 ""` is refused like every write when memory is full (the command is flagged `denyoom`), and
 * changes nothing otherwise: an empty value at offset 0 neither creates nor alters a key. https://redis.io/docs/latest/commands/setrange/
 */
export const redisWrite: RedisCollector = {
  source: "redis.write",
  command: ["SETRANGE", "nightshift:canary", "0", ""],
  async read(redis) {
    try {
      const length = await redis.setrange("nightshift:canary", 0, "");
      return { text: `(integer) ${length}`, facts: { redisWrite: { accepted: true, code: null } } };
    } catch (error) {
      if (!(error instanceof ReplyError)) throw error;
      const text = (error as Error).message;
      return { text, facts: { redisWrite: { accepted: false, code: /^[A-Z]{2,20}\b/.exec(text)?.[0] ?? null } } };
    }
  },
};
