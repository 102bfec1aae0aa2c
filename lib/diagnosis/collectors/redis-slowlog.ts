import { quoted } from "../excerpt";
import type { RedisCollector } from "./redis-collector";

/** The slowest recent commands. Only a command's name and first argument are kept: the rest may be somebody's data. */
export const redisSlowlog: RedisCollector = {
  source: "redis.slowlog",
  command: ["SLOWLOG", "GET", "10"],
  async read(redis) {
    const entries = (await redis.slowlog("GET", 10)) as [number, number, number, string[]][];
    const rows = entries.map(([id, at, micros, words]) => {
      const more = words.length > 2 ? ` and ${words.length - 2} more arguments` : "";
      return `#${id} ${new Date(at * 1_000).toISOString()} ${(micros / 1_000).toFixed(1)} ms ${quoted(words.slice(0, 2).join(" "))}${more}`;
    });
    return { text: rows.join("\n") || "(no slow commands)", facts: {} };
  },
};
