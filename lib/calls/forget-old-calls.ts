import { pool } from "@/lib/platform/db";

/** Removes windows that have ended, sockets that nobody holds, and answers that need not be repeated any more. For the worker. */
export async function forgetOldCalls(): Promise<void> {
  await pool().query("DELETE FROM rate_windows WHERE ends_at < now() - interval '1 hour'");
  await pool().query("DELETE FROM key_sockets WHERE seen_at < now() - interval '10 minutes'");
  await pool().query("DELETE FROM idempotency_keys WHERE expires_at < now()");
}
