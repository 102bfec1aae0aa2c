import type { Redis } from "ioredis";
import { quoted } from "../excerpt";
import { bytes, whole } from "../figures";
import type { RedisCollector } from "./redis-collector";

// Questions that cost more than a line of INFO: asked when somebody wants to know, not with every diagnosis.

export const redisMemoryStats: RedisCollector = {
  source: "redis.memory-stats",
  command: ["MEMORY", "STATS"],
  async read(redis) {
    const answer = await redis.memory("STATS");
    return { text: pairs(answer).join("\n"), facts: {} };
  },
};

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

export const redisReplication: RedisCollector = {
  source: "redis.replication",
  command: ["INFO", "replication"],
  read: async (redis) => ({ text: await redis.info("replication"), facts: {} }),
};

const SAMPLED_KEYS = 500;
const SCAN_CALLS = 50;
const SHOWN_KEYS = 15;

/** The biggest of some keys that SCAN happens to give: no statement about all keys, and never a wait for all of them. */
export const redisBigKeys: RedisCollector = {
  source: "redis.big-keys",
  command: ["--memkeys"],
  async read(redis) {
    const sizes = await Promise.all(
      (await someKeys(redis)).map(async (key) => ({
        key,
        size: Number(await redis.memory("USAGE", key, "SAMPLES", 5)) || 0,
        type: await redis.type(key),
      })),
    );
    const biggest = sizes.sort((a, b) => b.size - a.size).slice(0, SHOWN_KEYS);
    const rows = biggest.map(({ key, size, type }) => `${bytes(size)} ${type} ${quoted(key, 80)}`);
    return {
      text: `the biggest of ${whole(sizes.length)} sampled keys:\n${rows.join("\n") || "(there are no keys)"}`,
      facts: {},
    };
  },
};

async function someKeys(redis: Redis): Promise<string[]> {
  const keys = new Set<string>();
  let cursor = "0";
  for (let call = 0; call < SCAN_CALLS && keys.size < SAMPLED_KEYS; call++) {
    const [next, found] = await redis.scan(cursor, "COUNT", 100);
    for (const key of found) keys.add(key);
    cursor = next;
    if (cursor === "0") break;
  }
  return [...keys].slice(0, SAMPLED_KEYS);
}
