import { isIPv6 } from "node:net";
import { clock } from "@/lib/platform/clock";
import { sha256 } from "@/lib/platform/crypto";
import { pool } from "@/lib/platform/db";

/**
 * A bucket that holds `burst` tries and gains one every `everyMs`. It is kept in Postgres as the one time at which it will be full again
 * (the generic cell rate algorithm, ITU-T I.371), so any number of web processes share it and one statement decides each race.
 */
export type Bucket = { key: string; burst: number; everyMs: number };

const bucket = (name: string, parts: readonly string[], burst: number, everyMs: number): Bucket => ({
  key: `${name}:${sha256(JSON.stringify(parts))}`,
  burst,
  everyMs,
});

/** One account from one place: what a guesser uses up first, and nobody else feels. */
export const pairBucket = (email: string, address: string) => bucket("pair", [email, networkOf(address)], 10, 60_000);
/** All accounts from one place. */
export const addressBucket = (address: string) => bucket("address", [networkOf(address)], 60, 10_000);
/** One account from everywhere: slower, against a guesser with many addresses. Devices that signed in before are spared it. */
export const accountBucket = (email: string) => bucket("account", [email], 100, 36_000);
/** One account from a browser that has signed in to it before. */
export const deviceBucket = (deviceId: string) => bucket("device", [deviceId], 10, 60_000);
/** Codes of a second factor: 3 of a million are right at any time, so these are few. */
export const codeBucket = (userId: string, deviceId: string | null) =>
  bucket("code", [userId, deviceId ?? ""], 8, 300_000);
/** The password that is asked for again inside a session. */
export const passwordBucket = (userId: string) => bucket("password", [userId], 10, 60_000);

/** API keys that are none, from one place. */
export const unknownKeyBucket = (address: string) => bucket("unknown-key", [networkOf(address)], 60, 10_000);

/** Whoever has one IPv6 address has the 2⁶⁴ around it too. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = "", tail = ""] = address.split("::");
  const left = head.split(":").filter(Boolean);
  const right = tail.split(":").filter(Boolean);
  const middle = address.includes("::") ? Array.from({ length: 8 - left.length - right.length }, () => "0") : [];
  const groups = [...left, ...middle, ...right].slice(0, 4);
  return groups.map((group) => Number.parseInt(group, 16).toString(16)).join(":");
}

/** Takes one try. Returns 0 when there was one, else the milliseconds until there is. */
export async function take({ key, burst, everyMs }: Bucket): Promise<number> {
  const now = clock.now().getTime();
  const { rowCount } = await pool().query(
    `INSERT INTO sign_in_throttles AS bucket (key, free_at) VALUES ($1, to_timestamp(($2::float8 + $3) / 1000))
     ON CONFLICT (key) DO UPDATE SET free_at = greatest(bucket.free_at, to_timestamp($2::float8 / 1000)) + $3 * interval '1 millisecond'
     WHERE bucket.free_at <= to_timestamp(($2::float8 + $4) / 1000)`,
    [key, now, everyMs, everyMs * (burst - 1)],
  );
  if (rowCount === 1) return 0;
  const { rows } = await pool().query<{ free_at: Date }>("SELECT free_at FROM sign_in_throttles WHERE key = $1", [key]);
  await forgetFull(now);
  return Math.max(1, (rows[0]?.free_at.getTime() ?? now) - everyMs * (burst - 1) - now);
}

/** Gives one try back: it was not a guess. */
export async function giveBack({ key, everyMs }: Bucket): Promise<void> {
  await pool().query("UPDATE sign_in_throttles SET free_at = free_at - $2 * interval '1 millisecond' WHERE key = $1", [
    key,
    everyMs,
  ]);
}

/** Fills the bucket again: whoever drew from it has shown who they are. */
export async function fill({ key }: Bucket): Promise<void> {
  await pool().query("DELETE FROM sign_in_throttles WHERE key = $1", [key]);
  await forgetFull(clock.now().getTime());
}

/** A full bucket says nothing, so its row can go. A few each time keep the table from growing. */
async function forgetFull(now: number): Promise<void> {
  await pool().query(
    `DELETE FROM sign_in_throttles WHERE key IN
       (SELECT key FROM sign_in_throttles WHERE free_at < to_timestamp($1::float8 / 1000) LIMIT 20 FOR UPDATE SKIP LOCKED)`,
    [now],
  );
}
