import { ReplyError } from "ioredis";
import { redisCollector } from "./redis-collector";

/**
 * Whether writes are taken. `SETRANGE key 0 ""` is refused like every write when memory is full (the command is flagged `denyoom`), and
 * changes nothing otherwise: an empty value at offset 0 neither creates nor alters a key. https://redis.io/docs/latest/commands/setrange/
 */
export const redisWrite = redisCollector({
  source: "redis.write",
  command: ["SETRANGE", "nightshift:canary", "0", ""],
  async ask(redis) {
    try {
      return await redis.setrange("nightshift:canary", 0, "");
    } catch (error) {
      if (!(error instanceof ReplyError)) throw error;
      return (error as Error).message;
    }
  },
  parse(answer) {
    if (typeof answer === "number")
      return { text: `(integer) ${answer}`, facts: { redisWrite: { accepted: true, code: null } } };
    const text = String(answer);
    return { text, facts: { redisWrite: { accepted: false, code: /^[A-Z]{2,20}\b/.exec(text)?.[0] ?? null } } };
  },
});
