import type { Redis } from "ioredis";
import { quoted } from "../excerpt";
import { bytes, whole } from "../figures";
import { redisCollector } from "./redis-collector";

// Questions that cost more than a line of INFO.

/** Asked when somebody wants to know, not with every diagnosis. */
export const redisMemoryStats = redisCollector({
  source: "redis.memory-stats",
  command: ["MEMORY", "STATS"],
  ask: (redis) => redis.memory("STATS"),
  parse: (answer) => ({ text: pairs(answer).join("\n"), facts: {} }),
});

function pairs(answer: unknown, indent = ""): string[] {
  const flat = Array.isArray(answer) ? answer : [];
  const lines: string[] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) {
    const value: unknown = flat[i + 1];
    if (Array.isArray(value)) lines.push(`${indent}${flat[i]}:`, ...pairs(value, `${indent}  `));
    else lines.push(`${indent}${flat[i]} ${value}`);
  }
  return lines;
}

// Few enough that the server, which does one thing at a time, is busy with them for a few milliseconds.
const SAMPLED_KEYS = 200;
const SCAN_CALLS = 20;
const PER_CALL = 100;
const SHOWN_KEYS = 15;

type Sampled = { key: string; size: number; type: string };

/** The biggest of some keys that SCAN happens to give: no statement about all keys, and never a wait for all of them. */
export const redisBigKeys = redisCollector({
  source: "redis.big-keys",
  command: ["SCAN", "0", "COUNT", String(PER_CALL)],
  next: [
    ["MEMORY", "USAGE", "KEY", "SAMPLES", "5"],
    ["TYPE", "KEY"],
  ],
  ask: async (redis): Promise<Sampled[]> =>
    Promise.all(
      (await someKeys(redis)).map(async (key) => ({
        key,
        size: Number(await redis.memory("USAGE", key, "SAMPLES", 5)) || 0,
        type: await redis.type(key),
      })),
    ),
  parse(answer) {
    const sizes = answer as Sampled[];
    const biggest = [...sizes].sort((a, b) => b.size - a.size).slice(0, SHOWN_KEYS);
    const [first] = biggest;
    const rows = biggest.map(({ key, size, type }) => `${bytes(size)} ${type} ${quoted(key, 80)}`);
    return {
      text: `the biggest of ${whole(sizes.length)} sampled keys (at most ${SAMPLED_KEYS}, of at most ${SCAN_CALLS} calls of SCAN; KEY is each of them):\n${rows.join("\n") || "(there are no keys)"}`,
      facts: first
        ? {
            redisBigKeys: {
              sampled: sizes.length,
              largestBytes: first.size,
              type: /^[a-z-]{1,20}$/i.test(first.type) ? first.type : "value",
            },
          }
        : {},
    };
  },
});

async function someKeys(redis: Redis): Promise<string[]> {
  const keys = new Set<string>();
  let cursor = "0";
  for (let call = 0; call < SCAN_CALLS && keys.size < SAMPLED_KEYS; call++) {
    const [next, found] = await redis.scan(cursor, "COUNT", PER_CALL);
    for (const key of found) keys.add(key);
    cursor = next;
    if (cursor === "0") break;
  }
  return [...keys].slice(0, SAMPLED_KEYS);
}
