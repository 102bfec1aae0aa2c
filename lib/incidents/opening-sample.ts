import { type Ctx, require } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { type Prisma, prisma } from "@/lib/platform/db";
import { isSampleOld } from "@/lib/platform/sample-age-contract";
import type { IncidentView } from "./contract";
import { findIncident } from "./get-incident";

export type Sampled = { at: Date; health: number | null; metrics: Record<string, unknown> };

/** What was sampled when the incident first opened; null when nothing was. Neither later samples nor a reopening change it. */
export async function getOpeningSample(ctx: Ctx, id: string): Promise<IncidentView["opening_sample"]> {
  require(ctx, "read");
  const { openingSampledAt, openingHealth, openingMetrics } = await findIncident(prisma(), ctx, id);
  if (!openingSampledAt) return null;
  const metrics = (openingMetrics ?? {}) as Record<string, unknown>;
  return { sampled_at: openingSampledAt.toISOString(), health: openingHealth, metrics };
}

export const rowOfOpening = (sampled: Sampled | null) => ({
  openingHealth: sampled?.health ?? null,
  openingMetrics: (sampled?.metrics ?? null) as Prisma.JsonValue,
  openingSampledAt: sampled?.at ?? null,
});

/** What was last seen of a service that somebody watches; null when that is too long ago to be about now. */
export function recentSampleOf(
  service: { lastCheckedAt: Date | null; intervalMs: number; health: number | null; metrics: unknown } | null,
): Sampled | null {
  if (!service?.lastCheckedAt) return null;
  if (isSampleOld(service.lastCheckedAt, service.intervalMs, clock.now())) return null;
  return {
    at: service.lastCheckedAt,
    health: service.health,
    metrics: service.metrics as Record<string, unknown>,
  };
}
