import type { SyncReport } from "@/lib/outbound/contract";

/** What came of asking PagerDuty what it has open. */
export function syncWords({ open_there: open, opened, acknowledged, resolved }: SyncReport): string {
  const done = [
    opened > 0 && `${opened} opened`,
    acknowledged > 0 && `${acknowledged} acknowledged`,
    resolved > 0 && `${resolved} resolved`,
  ].filter(Boolean);
  const there = `PagerDuty has ${open === 0 ? "nothing" : open} open.`;
  return done.length === 0 ? `${there} Nothing was missed.` : `${there} Set right here: ${done.join(", ")}.`;
}
