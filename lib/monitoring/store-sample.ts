import type { Tx } from "@/lib/platform/db";
import type { ProbeResult } from "./probe";
import { isBad, statusOf } from "./verdict";
import type { Watched } from "./watched";

const CONFIRM_AFTER_MS = 1_000;

/** The right to record the sample of one tick: the service's `next_probe_at` as the claim set it. Whoever changes it takes the right away. */
export type Claim = { leaseUntil: Date; nextProbeAt: Date };

/** How a service fares after a sample, counted in samples in a row, and when the sample before it was taken. */
export type Standing = {
  bad_in_a_row: number;
  good_in_a_row: number;
  answered_in_a_row: number;
  checked_before: Date | null;
  has_open: boolean;
};

/**
 * Writes a sample to the service's row, the samples and the minute averages, in one statement: this runs for every service in every
 * interval. Returns undefined, and writes nothing, when the claim is lost or the service deleted.
 */
export async function storeSample(
  tx: Tx,
  watched: Watched,
  result: ProbeResult,
  claim: Claim | null,
): Promise<Standing | undefined> {
  const metrics = JSON.stringify(result.metrics);
  const lastError = result.error ?? result.errorLines[0] ?? null;
  // Times go as text that names its zone: as parameters of a raw query they would be read in the session's.
  const confirmAt = new Date(result.at.getTime() + CONFIRM_AFTER_MS).toISOString();
  const rows = await tx.$queryRaw<Standing[]>`
    WITH seen (id, at, health, latency_ms, metrics, error, bad, answered) AS (
      VALUES (${watched.id}::uuid, ${result.at.toISOString()}::timestamptz(3), ${result.health}::float8, ${result.latencyMs}::float8,
              ${metrics}::jsonb, ${lastError}::text, ${isBad(result)}::boolean, ${result.error === null}::boolean)
    ), recorded AS (
      UPDATE services SET
        status = ${statusOf(result)}, health = seen.health, latency_ms = seen.latency_ms, metrics = seen.metrics,
        last_error = seen.error, last_checked_at = seen.at,
        bad_in_a_row = CASE
          WHEN NOT seen.bad THEN 0
          WHEN ${claim === null}::boolean THEN greatest(bad_in_a_row, 1)
          ELSE bad_in_a_row + 1 END,
        good_in_a_row = CASE
          WHEN seen.bad THEN 0
          WHEN ${claim === null}::boolean THEN greatest(good_in_a_row, 1)
          ELSE good_in_a_row + 1 END,
        answered_in_a_row = CASE
          WHEN NOT seen.answered THEN 0
          WHEN ${claim === null}::boolean THEN greatest(answered_in_a_row, 1)
          ELSE answered_in_a_row + 1 END,
        next_probe_at = CASE
          WHEN seen.bad AND bad_in_a_row = 0 THEN ${confirmAt}::timestamptz(3)
          ELSE coalesce(${claim?.nextProbeAt.toISOString() ?? null}::timestamptz(3), next_probe_at) END
      FROM seen
      WHERE services.id = seen.id AND deleted_at IS NULL
        AND next_probe_at = coalesce(${claim?.leaseUntil.toISOString() ?? null}::timestamptz(3), next_probe_at)
      RETURNING services.id, services.organization_id, bad_in_a_row, good_in_a_row, answered_in_a_row
    ), sample AS (
      INSERT INTO samples (service_id, at, health, latency_ms, metrics, error)
      SELECT seen.id, seen.at, seen.health, seen.latency_ms, seen.metrics, seen.error FROM seen JOIN recorded USING (id)
    ), minute AS (
      INSERT INTO sample_minutes AS minutes (service_id, minute, health_sum, health_min, latency_sum, latency_count, count, error)
      SELECT seen.id, date_trunc('minute', seen.at), seen.health, seen.health, coalesce(seen.latency_ms, 0), count(seen.latency_ms) OVER (), 1, seen.error
      FROM seen JOIN recorded USING (id)
      ON CONFLICT (service_id, minute) DO UPDATE SET
        health_sum = minutes.health_sum + excluded.health_sum,
        health_min = least(minutes.health_min, excluded.health_min),
        latency_sum = minutes.latency_sum + excluded.latency_sum,
        latency_count = minutes.latency_count + excluded.latency_count,
        count = minutes.count + 1,
        error = coalesce(excluded.error, minutes.error)
    )
    SELECT bad_in_a_row, good_in_a_row, answered_in_a_row,
      -- As it was before this statement.
      (SELECT last_checked_at FROM services WHERE services.id = recorded.id) AS checked_before,
      EXISTS (SELECT FROM incidents WHERE incidents.organization_id = recorded.organization_id AND service_id = recorded.id AND status <> 'resolved')
        AS has_open
    FROM recorded`;
  return rows[0];
}
