import { clock } from "@/lib/platform/clock";
import { pool } from "@/lib/platform/db";
import { firstIdAt } from "@/lib/platform/first-id-at";
import { KEPT_DAYS } from "./contract";

const DAY_MS = 86_400_000;
const AT_ONCE = 5_000;

/**
 * Removes calls older than 30 days and security events older than a year, a few thousand at a time so that nobody waits behind it. For the
 * worker; safe to run in several at once. The audit chain is never shortened.
 */
export async function forgetOldSecurity(): Promise<number> {
  return (await forget("access_entries", KEPT_DAYS.access)) + (await forget("security_events", KEPT_DAYS.events));
}

async function forget(table: "access_entries" | "security_events", days: number): Promise<number> {
  const until = firstIdAt(new Date(clock.now().getTime() - days * DAY_MS));
  let all = 0;
  for (;;) {
    const { rowCount } = await pool().query(
      `DELETE FROM ${table} WHERE id IN (SELECT id FROM ${table} WHERE id < $1::uuid ORDER BY id LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED)`,
      [until],
    );
    all += rowCount ?? 0;
    if ((rowCount ?? 0) < AT_ONCE) return all;
  }
}
