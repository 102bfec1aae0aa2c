import { clock } from "@/lib/platform/clock";
import { forgetBefore } from "@/lib/platform/forget-before";

const DAY_MS = 86_400_000;
/** As long as security events are kept, which tell of them. */
const SESSIONS_KEPT_DAYS = 365;
const SECRETS_KEPT_DAYS = 30;

/**
 * Removes sessions that ended a year ago, and older secrets of API keys that stopped working a month ago. For the worker; safe to run in
 * several at once.
 */
export async function forgetOldAccess(): Promise<void> {
  const now = clock.now().getTime();
  const ended = (days: number) => new Date(now - days * DAY_MS);
  await forgetBefore({ table: "sessions", column: "expires_at", before: ended(SESSIONS_KEPT_DAYS) });
  await forgetBefore({ table: "retired_secrets", column: "ends_at", before: ended(SECRETS_KEPT_DAYS) });
}
