import { whileUnchanged } from "@/lib/audit";
import type { Ctx } from "@/lib/auth";
import { Severity as Severities, type Severity } from "@/lib/incidents/contract";
import { prisma } from "@/lib/platform/db";
import type { ResolutionTimes, Spans } from "./contract";
import type { Window } from "./period";
import { presentSpans, type SpansRow } from "./spans";

type Row = SpansRow & { severity: string | null };
type Times = { time_to_resolve: Spans; time_to_acknowledge: Spans };
type AllTimes = { all: Times; by_severity: ResolutionTimes["by_severity"] };

/** How long incidents of the period took, in all and by severity. A covering index answers each question alone. */
export const timesOf = (ctx: Ctx, { from }: Window): Promise<AllTimes> =>
  whileUnchanged(ctx, `times ${from.toISOString()}`, () => measureTimes(ctx, from));

async function measureTimes(ctx: Ctx, from: Date): Promise<AllTimes> {
  const [resolved, acknowledged] = await Promise.all([
    prisma().$queryRaw<Row[]>`
      SELECT severity, count(*)::int AS count, percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY ms) AS quantiles, avg(ms) AS mean
      FROM (SELECT severity, (extract(epoch FROM resolved_at - created_at) * 1000)::float8 AS ms FROM incidents
        WHERE organization_id = ${ctx.organizationId}::uuid AND resolved_at >= ${from}) AS span
      GROUP BY GROUPING SETS ((severity), ())`,
    prisma().$queryRaw<Row[]>`
      SELECT severity, count(*)::int AS count, percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY ms) AS quantiles, avg(ms) AS mean
      FROM (SELECT severity, (extract(epoch FROM acknowledged_at - created_at) * 1000)::float8 AS ms FROM incidents
        WHERE organization_id = ${ctx.organizationId}::uuid AND acknowledged_at >= ${from}) AS span
      GROUP BY GROUPING SETS ((severity), ())`,
  ]);
  const of = (severity: Severity | null): Times => ({
    time_to_resolve: presentSpans(resolved.find((row) => row.severity === severity)),
    time_to_acknowledge: presentSpans(acknowledged.find((row) => row.severity === severity)),
  });
  const { critical, high, medium, low } = Severities.enum;
  return {
    all: of(null),
    by_severity: { critical: of(critical), high: of(high), medium: of(medium), low: of(low) },
  };
}
