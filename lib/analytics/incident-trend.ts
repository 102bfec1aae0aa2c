import type { z } from "zod";
import { whileUnchanged } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { prisma } from "@/lib/platform/db";
import { type IncidentTrend, TrendQuery } from "./contract";
import { bucketsOf } from "./period";

type Row = { bucket: number; count: number };

/** Incidents opened and resolved, bucket by bucket; the buckets follow the clocks of the time zone, whatever they do. */
export async function incidentTrend(ctx: Ctx, raw: z.input<typeof TrendQuery>): Promise<IncidentTrend> {
  require(ctx, "read");
  const { period, tz } = TrendQuery.parse(raw);
  const asOf = clock.now();
  const { bucket, bounds } = bucketsOf(period, tz, asOf);
  const from = (bounds[0] ?? asOf).toISOString();
  const question = `trend ${period} ${tz} ${from} ${bounds.length}`;
  const { opened, resolved } = await whileUnchanged(ctx, question, () => countByBucket(ctx, bounds));
  const buckets = bounds.slice(0, -1).map((start, i) => ({
    start: start.toISOString(),
    end: (bounds[i + 1] ?? start).toISOString(),
    opened: opened.get(i + 1) ?? 0,
    resolved: resolved.get(i + 1) ?? 0,
  }));
  const sum = (what: "opened" | "resolved") => buckets.reduce((total, one) => total + one[what], 0);
  return {
    period,
    from,
    as_of: asOf.toISOString(),
    tz,
    bucket,
    buckets,
    opened: sum("opened"),
    resolved: sum("resolved"),
  };
}

async function countByBucket(ctx: Ctx, bounds: Date[]) {
  const times = bounds.map((bound) => bound.toISOString());
  const [first, last] = [times[0], times.at(-1)];
  const [opened, resolved] = await Promise.all([
    prisma().$queryRaw<Row[]>`
      SELECT width_bucket(created_at, (SELECT ${times}::text[]::timestamptz[])) AS bucket, count(*)::int AS count FROM incidents
      WHERE organization_id = ${ctx.organizationId}::uuid AND created_at >= ${first}::timestamptz AND created_at < ${last}::timestamptz
      GROUP BY 1`,
    prisma().$queryRaw<Row[]>`
      SELECT width_bucket(resolved_at, (SELECT ${times}::text[]::timestamptz[])) AS bucket, count(*)::int AS count FROM incidents
      WHERE organization_id = ${ctx.organizationId}::uuid AND resolved_at >= ${first}::timestamptz AND resolved_at < ${last}::timestamptz
      GROUP BY 1`,
  ]);
  const byBucket = (rows: Row[]) => new Map(rows.map((row) => [row.bucket, row.count]));
  return { opened: byBucket(opened), resolved: byBucket(resolved) };
}
