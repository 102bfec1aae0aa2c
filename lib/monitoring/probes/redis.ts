import type { Redis } from "ioredis";
import { errorText } from "@/lib/platform/errors";
import { UNHEALTHY_BELOW } from "../contract";
import { isRedisFull, openRedis } from "../redis-connection";
import { reserveOf } from "../reserve";
import { healthOf, type ProbeKind, type Reading } from "./kind";

const LOGIN_REFUSED = /^(NOAUTH|WRONGPASS|NOPERM|ERR invalid password|ERR AUTH)/;
// Refusals that an application's writes would get, too. READONLY (a replica) and NOPERM (our own rights) say nothing about health.
const WRITES_REFUSED = /^(OOM|MISCONF)/;

const CANARY = "nightshift:canary";
const CANARY_BYTES = 65_536;

export const redisProbe: ProbeKind = {
  async read(watched, signal) {
    try {
      return await readRedis(await openRedis(watched.connection, signal));
    } catch (error) {
      if (!isRedisFull(error)) throw error;
      // Newcomers are shut out, and that is what an application gets: health 0. The figures come over the connection kept for this.
      const reserve = reserveOf(watched);
      const inside = reserve ? await readRedis(reserve).catch(() => null) : null;
      const line = errorText(error);
      return { health: 0, metrics: inside?.metrics ?? {}, error: line, errorLines: [line] };
    }
  },
  errorText,
  causeOf({ error }) {
    if (error === null) return "memory";
    if (isRedisFull(error)) return "connections";
    return LOGIN_REFUSED.test(error) ? "unhealthy" : "down";
  },
  overOnceItAnswers: ["down", "unhealthy", "connections"],
};

async function readRedis(redis: Redis): Promise<Reading> {
  const fields = fieldsOf(await redis.info());
  const number = (name: string): number | undefined => {
    const value = Number(fields.get(name));
    return fields.has(name) && Number.isFinite(value) ? value : undefined;
  };
  const used = number("used_memory") ?? 0;
  const limit = number("maxmemory") ?? 0;
  // Without a limit there is nothing to be a share of: Redis takes what the machine gives and refuses nothing. It is healthy while it
  // answers, and the metrics say why.
  const health = limit > 0 ? healthOf(used, limit) : 100;
  const refusal =
    limit > 0 && health < UNHEALTHY_BELOW ? await refusedWrite(redis, fields.get("maxmemory_policy")) : null;
  return {
    health,
    metrics: present({
      used_memory: used,
      maxmemory: limit,
      ...(limit === 0 && { memory_limit: "none" }),
      maxmemory_policy: fields.get("maxmemory_policy"),
      used_memory_rss: number("used_memory_rss"),
      fragmentation: number("mem_fragmentation_ratio"),
      connected_clients: number("connected_clients"),
      blocked_clients: number("blocked_clients"),
      maxclients: number("maxclients"),
      rejected_connections: number("rejected_connections"),
      keys: keysOf(fields, "keys"),
      keys_with_ttl: keysOf(fields, "expires"),
      evicted_keys: number("evicted_keys"),
      total_error_replies: number("total_error_replies"),
      operations_per_second: number("instantaneous_ops_per_sec"),
      uptime_s: number("uptime_in_seconds"),
      version: fields.get("redis_version"),
    }),
    error: null,
    errorLines: refusal ? [refusal] : [],
  };
}

/**
 * The error that a write gets right now, or null. The writes tried change nothing and create no key, and yet Redis treats them as ones
 * that need memory: a full one refuses them in the words that applications see.
 */
async function refusedWrite(redis: Redis, policy: string | undefined): Promise<string | null> {
  try {
    // Redis counts the command itself before it decides, so it refuses a long value while there is still room for an empty one. Where
    // it never evicts, a long value asks as an application would: LPUSHX to a list that does not exist drops it. Elsewhere that would
    // push keys out, and SETRANGE with nothing to write asks without taking any room.
    if (policy === "noeviction") await redis.lpushx(CANARY, "x".repeat(CANARY_BYTES));
    else await redis.setrange(CANARY, 0, "");
    return null;
  } catch (error) {
    const line = errorText(error);
    return WRITES_REFUSED.test(line) ? line : null;
  }
}

function fieldsOf(info: string): Map<string, string> {
  const lines = info.split("\r\n").filter((line) => line.includes(":"));
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)]));
}

/** Sums one figure over the databases: `db0:keys=12,expires=3,avg_ttl=0`. */
function keysOf(fields: Map<string, string>, figure: "keys" | "expires"): number {
  let sum = 0;
  for (const [name, value] of fields) {
    if (!/^db\d+$/.test(name)) continue;
    sum += Number(new RegExp(`(?:^|,)${figure}=(\\d+)`).exec(value)?.[1] ?? 0);
  }
  return sum;
}

const present = (metrics: Record<string, number | string | undefined>): Reading["metrics"] =>
  Object.fromEntries(Object.entries(metrics).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
