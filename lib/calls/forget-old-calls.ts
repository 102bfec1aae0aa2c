import { clock } from "@/lib/platform/clock";
import { forgetBefore } from "@/lib/platform/forget-before";

const MINUTE_MS = 60_000;

/** Removes windows that have ended, sockets that nobody holds, and answers that need not be repeated any more. For the worker. */
export async function forgetOldCalls(): Promise<void> {
  const now = clock.now().getTime();
  await forgetBefore({ table: "rate_windows", column: "ends_at", before: new Date(now - 60 * MINUTE_MS) });
  await forgetBefore({ table: "key_sockets", column: "seen_at", before: new Date(now - 10 * MINUTE_MS) });
  await forgetBefore({ table: "idempotency_keys", column: "expires_at", before: new Date(now) });
}
