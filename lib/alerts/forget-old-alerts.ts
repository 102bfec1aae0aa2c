import { clock } from "@/lib/platform/clock";
import { pool } from "@/lib/platform/db";
import { firstIdAt } from "@/lib/platform/first-id-at";

const DAY_MS = 86_400_000;
const KEPT_DAYS = 30;
const AT_ONCE = 2_000;

/**
 * Removes deliveries, alerts and signals that belong to no incident, and the logs of integrations, once they are 30 days old; a few at a
 * time, so that nobody waits behind it. What belongs to an incident stays as long as that. For the worker; safe to run in several at once.
 */
export async function forgetOldAlerts(): Promise<void> {
  const since = new Date(clock.now().getTime() - KEPT_DAYS * DAY_MS);
  const olderId = [firstIdAt(since)];
  // What waits is not over, however old it is: no worker may have run.
  await forget("deliveries", "id < $1::uuid AND state <> 'waiting'", "id", olderId);
  await forget("alerts", "id < $1::uuid AND incident_id IS NULL", "id", olderId);
  await forget("integration_log", "id < $1::uuid", "id", olderId);
  await forget("signals", "updated_at < $1 AND status = 'resolved' AND incident_id IS NULL", "updated_at", [since]);
}

async function forget(table: string, where: string, order: string, values: unknown[]): Promise<void> {
  let count: number;
  do {
    const { rowCount } = await pool().query(
      `DELETE FROM ${table} WHERE id IN
         (SELECT id FROM ${table} WHERE ${where} ORDER BY ${order} LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED)`,
      values,
    );
    count = rowCount ?? 0;
  } while (count === AT_ONCE);
}
