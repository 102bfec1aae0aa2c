import { clock } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";

const WINDOW_MS = 3_600_000;
type Window = { used: number; endsAt: number; overSince: Date | null };

/** A delivery that came over the limit of webhooks an hour. */
export type OverLimit = {
  limit: number;
  /** How many have, this one too, since when, and when there is room again. */
  refused: number;
  since: Date;
  until: Date;
  waitS: number;
};
const windows = new Map<string, Window>();

/**
 * Draws one delivery from an integration's hourly limit. Null when there was one left. Counted in this process alone: a count that
 * all processes share would cost every webhook a write of its own.
 */
export function drawDelivery(integrationId: string): OverLimit | null {
  const now = clock.now().getTime();
  let window = windows.get(integrationId);
  if (!window || window.endsAt <= now) {
    // Those of integrations that send no more, or were deleted, are forgotten with it.
    for (const [id, { endsAt }] of windows) if (endsAt <= now) windows.delete(id);
    window = { used: 0, endsAt: now + WINDOW_MS, overSince: null };
    windows.set(integrationId, window);
  }
  window.used++;
  const limit = env().NIGHTSHIFT_WEBHOOKS_PER_INTEGRATION;
  if (window.used <= limit) return null;
  window.overSince ??= new Date(now);
  return {
    limit,
    refused: window.used - limit,
    since: window.overSince,
    until: new Date(window.endsAt),
    waitS: Math.ceil((window.endsAt - now) / 1_000),
  };
}
