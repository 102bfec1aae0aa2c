import { clock } from "@/lib/platform/clock";
import { firstIdAt } from "@/lib/platform/first-id-at";
import { forgetBefore } from "@/lib/platform/forget-before";
import { KEPT_DAYS } from "./contract";

const DAY_MS = 86_400_000;

/**
 * Removes calls older than 30 days and security events older than a year. For the worker; safe to run in several at once. The audit chain is
 * never shortened.
 */
export async function forgetOldSecurity(): Promise<number> {
  return (await forget("access_entries", KEPT_DAYS.access)) + (await forget("security_events", KEPT_DAYS.events));
}

const forget = (table: "access_entries" | "security_events", days: number): Promise<number> =>
  forgetBefore({ table, column: "id", before: firstIdAt(new Date(clock.now().getTime() - days * DAY_MS)) });
