import { pool } from "@/lib/platform/db";

// Listeners look back half a minute; a day is for people who want to see what was told.
const KEPT = "1 day";

/** Removes told events from the outbox. For the worker; safe to run in several at once. */
export async function forgetOldEvents(): Promise<void> {
  await pool().query(`DELETE FROM events WHERE at < now() - interval '${KEPT}'`);
}
