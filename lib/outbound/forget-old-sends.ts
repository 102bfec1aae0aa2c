import { clock } from "@/lib/platform/clock";
import { pool } from "@/lib/platform/db";
import { firstIdAt } from "@/lib/platform/first-id-at";

const DAY_MS = 86_400_000;
const KEPT_DAYS = 30;
const AT_ONCE = 2_000;

/** Removes what webhooks were sent more than 30 days ago, a few at a time. For the worker; safe to run in several at once. */
export async function forgetOldSends(): Promise<void> {
  const before = firstIdAt(new Date(clock.now().getTime() - KEPT_DAYS * DAY_MS));
  let count: number;
  do {
    const { rowCount } = await pool().query(
      `DELETE FROM webhook_deliveries WHERE id IN
         (SELECT id FROM webhook_deliveries WHERE id < $1::uuid AND state <> 'waiting' ORDER BY id LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED)`,
      [before],
    );
    count = rowCount ?? 0;
  } while (count === AT_ONCE);
}
