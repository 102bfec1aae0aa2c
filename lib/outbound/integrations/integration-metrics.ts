import type { z } from "zod";
import { AlertOutcome } from "@/lib/alerts/contract";
import { type Ctx, require } from "@/lib/auth";
import { findIntegration } from "@/lib/integrations";
import { clock } from "@/lib/platform/clock";
import { pool } from "@/lib/platform/db";
import { invalid } from "@/lib/platform/errors";
import { firstIdAt } from "@/lib/platform/first-id-at";
import { type IntegrationMetrics, IntegrationMetricsQuery } from "../contract";

const MINUTE_MS = 60_000;
const unitMs = { m: MINUTE_MS, h: 60 * MINUTE_MS, d: 24 * 60 * MINUTE_MS } as const;
const LONGEST_BY_MINUTE_MS = 3 * unitMs.h;
const LONGEST_MS = 30 * unitMs.d;

type Bucket = { at: Date; received: number; failed: number };

/** What an integration received and refused, what became of it and what was said back, over the last `period`. Throws `not_found`, or `invalid` above 30 days. */
export async function integrationMetrics(
  ctx: Ctx,
  name: string,
  raw: z.input<typeof IntegrationMetricsQuery>,
): Promise<IntegrationMetrics> {
  require(ctx, "read");
  const { period } = IntegrationMetricsQuery.parse(raw);
  const ms = Number(period.slice(0, -1)) * unitMs[period.slice(-1) as keyof typeof unitMs];
  if (ms === 0 || ms > LONGEST_MS) throw invalid("period: Use at least a minute and at most 30 days");
  const { id } = await findIntegration(ctx, name);
  const bucket = ms <= LONGEST_BY_MINUTE_MS ? "minute" : "hour";
  const until = clock.now().getTime();
  const since = new Date(until - ms);
  const sinceId = firstIdAt(since);
  const [buckets, times, outcomes, words, refusals] = await Promise.all([
    pool().query<Bucket>(BUCKETS, [id, sinceId, bucket]),
    pool().query<{ p50: number | null; p95: number | null }>(TIMES, [id, sinceId]),
    pool().query<{ outcome: string; count: number }>(OUTCOMES, [id, sinceId]),
    pool().query<IntegrationMetrics["words_back"]>(WORDS, [id, since]),
    pool().query<{ refused: number }>(REFUSALS, [id, sinceId]),
  ]);
  const { p50 = null, p95 = null } = times.rows[0] ?? {};
  const sum = (field: "received" | "failed") => buckets.rows.reduce((all, row) => all + row[field], 0);
  return {
    period,
    bucket,
    received: sum("received"),
    failed: sum("failed"),
    refused: refusals.rows[0]?.refused ?? 0,
    buckets: gapless(buckets.rows, since, until, bucket === "minute" ? unitMs.m : unitMs.h),
    outcomes: outcomes.rows.map(({ outcome, count }) => ({ outcome: AlertOutcome.parse(outcome), count })),
    processing_ms: p50 === null || p95 === null ? null : { p50, p95 },
    words_back: words.rows[0] ?? { sent: 0, failed: 0, waiting: 0 },
  };
}

/** A bucket for every minute or hour, also for those in which nothing came. */
function gapless(rows: Bucket[], since: Date, until: number, stepMs: number): IntegrationMetrics["buckets"] {
  const known = new Map(rows.map((row) => [row.at.getTime(), row]));
  const all: IntegrationMetrics["buckets"] = [];
  for (let at = Math.floor(since.getTime() / stepMs) * stepMs; at <= until; at += stepMs) {
    const { received, failed } = known.get(at) ?? { received: 0, failed: 0 };
    all.push({ at: new Date(at).toISOString(), received, failed });
  }
  return all;
}

// Ids rise with time, so that a period is a range of them.
const RECEIVED = "FROM deliveries WHERE integration_id = $1 AND id >= $2::uuid AND replay_of IS NULL";

const BUCKETS = `
  SELECT date_trunc($3, received_at) AS at, count(*)::int AS received,
    (count(*) FILTER (WHERE state IN ('unreadable', 'failed') OR (state = 'processed' AND problem IS NOT NULL)))::int AS failed
  ${RECEIVED} GROUP BY 1 ORDER BY 1`;

const TIMES = `
  SELECT round((percentile_cont(0.5) WITHIN GROUP (ORDER BY ms))::numeric, 1)::float8 AS p50,
    round((percentile_cont(0.95) WITHIN GROUP (ORDER BY ms))::numeric, 1)::float8 AS p95
  FROM (SELECT extract(epoch FROM processed_at - received_at) * 1000 AS ms ${RECEIVED}
    AND state IN ('processed', 'ignored') AND processed_at IS NOT NULL) AS dealt`;

const OUTCOMES = `
  SELECT outcome, count(*)::int AS count FROM alerts WHERE integration_id = $1 AND id >= $2::uuid
  GROUP BY outcome ORDER BY count DESC, outcome`;

const WORDS = `
  SELECT (count(*) FILTER (WHERE state = 'sent'))::int AS sent, (count(*) FILTER (WHERE state = 'failed'))::int AS failed,
    (count(*) FILTER (WHERE state = 'waiting'))::int AS waiting
  FROM word_backs WHERE integration_id = $1 AND created_at >= $2`;

const REFUSALS = `
  SELECT coalesce(sum((data ->> 'refused')::int), 0)::int AS refused FROM integration_log
  WHERE integration_id = $1 AND id >= $2::uuid AND level = 'error' AND jsonb_exists(data, 'refused')`;
