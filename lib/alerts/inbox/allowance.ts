import { clock } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";

const WINDOW_MS = 3_600_000;
type Window = { used: number; endsAt: number };
const windows = new Map<string, Window>();

/**
 * Draws one delivery from an integration's hourly limit. Null when there was one left; else the seconds until there is again. Counted in
 * this process alone: a count that all processes share would cost every webhook a write of its own.
 */
export function drawDelivery(integrationId: string): number | null {
  const now = clock.now().getTime();
  let window = windows.get(integrationId);
  if (!window || window.endsAt <= now) {
    window = { used: 0, endsAt: now + WINDOW_MS };
    windows.set(integrationId, window);
  }
  window.used++;
  if (window.used <= env().NIGHTSHIFT_WEBHOOKS_PER_INTEGRATION) return null;
  return Math.ceil((window.endsAt - now) / 1_000);
}
