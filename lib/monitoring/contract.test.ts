import { expect, test } from "vitest";
import { CreateService, isStale, UpdateService } from "./contract";

const now = new Date("2026-01-01T12:00:00.000Z");
const checked = (agoMs: number | null, over = {}) => ({
  last_checked_at: agoMs === null ? null : new Date(now.getTime() - agoMs).toISOString(),
  interval_ms: 10_000,
  unavailable_hint: null,
  ...over,
});

test("a sample is stale after three missed intervals and some grace, never before the first and never where nothing can run", () => {
  expect(isStale(checked(40_000), now)).toBe(false);
  expect(isStale(checked(40_001), now)).toBe(true);
  expect(isStale(checked(40_001, { interval_ms: 60_000 }), now)).toBe(false);
  expect(isStale(checked(null), now)).toBe(false);
  expect(isStale(checked(3_600_000, { unavailable_hint: "apt-get install redis-server" }), now)).toBe(false);
  // A clock behind the server's.
  expect(isStale(checked(-60_000), now)).toBe(false);
});

test.each([
  ["db.internal.invalid", "db.internal.invalid"],
  ["project_redis_1", "project_redis_1"],
  ["db.example.com.", "db.example.com."],
  [" 127.0.0.1 ", "127.0.0.1"],
  ["::1", "::1"],
  ["[fe80::1]", "fe80::1"],
  ["::ffff:10.0.0.1", "::ffff:10.0.0.1"],
])("%s is a host", (raw, host) => {
  expect(UpdateService.parse({ host: raw })).toEqual({ host });
  expect(CreateService.parse({ name: "cache", kind: "redis", host: raw, port: 1 }).host).toBe(host);
});

test.each([
  "no such host; rm -rf /",
  "u:p@127.0.0.1/x",
  "-oProxyCommand=x",
  "redis://cache",
  "cache:6379",
  "$(id)",
  "a\nb",
  "[]",
  "",
])("%j is no host", (host) => {
  expect(UpdateService.safeParse({ host }).success).toBe(false);
});
