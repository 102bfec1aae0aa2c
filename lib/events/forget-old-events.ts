import { clock } from "@/lib/platform/clock";
import { forgetBefore } from "@/lib/platform/forget-before";

// Listeners look back half a minute; a day is for people who want to see what was told.
const KEPT_MS = 86_400_000;

/** Removes told events from the outbox. For the worker; safe to run in several at once. */
export async function forgetOldEvents(): Promise<void> {
  await forgetBefore({ table: "events", column: "at", before: new Date(clock.now().getTime() - KEPT_MS) });
}
