import { clock } from "@/lib/platform/clock";
import { firstIdAt } from "@/lib/platform/first-id-at";
import { forgetBefore } from "@/lib/platform/forget-before";

const DAY_MS = 86_400_000;
const KEPT_DAYS = 30;

/** Removes what webhooks were sent more than 30 days ago. For the worker; safe to run in several at once. */
export async function forgetOldSends(): Promise<void> {
  const before = firstIdAt(new Date(clock.now().getTime() - KEPT_DAYS * DAY_MS));
  await forgetBefore({ table: "webhook_deliveries", column: "id", before, only: "state <> 'waiting'" });
}
