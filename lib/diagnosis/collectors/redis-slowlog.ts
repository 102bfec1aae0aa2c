import { clock } from "@/lib/platform/clock";
import { quoted } from "../excerpt";
import { redisCollector } from "./redis-collector";

type Entry = [id: number, at: number, micros: number, words: string[]];
/** What took long before that says nothing about now. */
const RECENT_S = 600;

/** The slowest recent commands. Only a command's name and first argument are kept: the rest may be somebody's data. */
export const redisSlowlog = redisCollector({
  source: "redis.slowlog",
  command: ["SLOWLOG", "GET", "10"],
  ask: (redis) => redis.slowlog("GET", 10),
  parse(answer) {
    const entries = (Array.isArray(answer) ? answer : []) as Entry[];
    const rows = entries.map(([id, at, micros, words]) => {
      const more = words.length > 2 ? ` and ${words.length - 2} more arguments` : "";
      return `#${id} ${new Date(at * 1_000).toISOString()} ${(micros / 1_000).toFixed(1)} ms ${quoted(words.slice(0, 2).join(" "))}${more}`;
    });
    const since = clock.now().getTime() / 1_000 - RECENT_S;
    const recent = entries.filter(([, at]) => at >= since).sort((a, b) => b[2] - a[2]);
    const [slowest] = recent;
    return {
      text: rows.join("\n") || "(no slow commands)",
      facts: {
        redisSlow: {
          totalMs: recent.reduce((sum, [, , micros]) => sum + micros / 1_000, 0),
          recent: recent.length,
          slowestMs: (slowest?.[2] ?? 0) / 1_000,
          command: slowest ? commandName(slowest[3][0] ?? "") : null,
        },
      },
    };
  },
});

const commandName = (word: string): string | null => (/^[a-z|]{1,24}$/i.test(word) ? word.toUpperCase() : null);
