import { count } from "./redis-command";

/** Keys and keys with a time to live, over all databases, from INFO keyspace (`db0:keys=3,expires=1,avg_ttl=0`). */
export function keyspace(info: string): { keys: number; expiring: number } {
  const sum = { keys: 0, expiring: 0 };
  for (const [, keys, expires] of info.matchAll(/^db\d+:keys=(\d+),expires=(\d+)/gm)) {
    sum.keys += Number(keys);
    sum.expiring += Number(expires);
  }
  return sum;
}

// A cache's key count moves while a person reads; a different order of magnitude is a different decision.
const TOLERANCE = 1.5;

/** What has changed about the keys since a preview that whoever decided on them should have known; null when it is much the same. */
export function otherKeys(then: number, today: number): string | null {
  return today > then * TOLERANCE || today < then / TOLERANCE
    ? `it held ${count(then)} keys and now holds ${count(today)}`
    : null;
}
