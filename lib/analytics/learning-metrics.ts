import type { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { prisma } from "@/lib/platform/db";
import { fixRecordsSince } from "@/lib/remediation";
import { type LearningMetrics, LearningQuery } from "./contract";
import { presentWindow, windowOf } from "./period";
import { presentSpans, type SpansRow } from "./spans";

type EngineRow = SpansRow & { engine: string; completed: number; inconclusive: number; failed: number };

/** How diagnoses, fixes and people's verdicts on them did in the period, and what it cost. */
export async function learningMetrics(ctx: Ctx, raw: z.input<typeof LearningQuery>): Promise<LearningMetrics> {
  require(ctx, "read");
  const window = windowOf(LearningQuery.parse(raw).period, clock.now());
  const { from } = window;
  const [engines, feedback, first, fixes, cost] = await Promise.all([
    enginesOf(ctx, from),
    feedbackOf(ctx, from),
    timeToDiagnosis(ctx, from),
    fixRecordsSince(ctx, from),
    costOf(ctx, from),
  ]);
  return {
    ...presentWindow(window),
    engines: (["rules", "claude"] as const).map((engine) => {
      const row = engines.find((one) => one.engine === engine);
      const said = (verdict: string) =>
        feedback.find((one) => one.engine === engine && one.verdict === verdict)?.count ?? 0;
      return {
        engine,
        completed: row?.completed ?? 0,
        inconclusive: row?.inconclusive ?? 0,
        failed: row?.failed ?? 0,
        helpful: said("helpful"),
        wrong: said("wrong"),
        duration: presentSpans(row),
      };
    }),
    time_to_diagnosis: presentSpans(first),
    fixes,
    cost,
  };
}

const enginesOf = ({ organizationId }: Ctx, from: Date) =>
  prisma().$queryRaw<EngineRow[]>`
    SELECT engine, count(*) FILTER (WHERE state <> 'failed')::int AS count, count(*) FILTER (WHERE state = 'completed')::int AS completed,
      count(*) FILTER (WHERE state = 'inconclusive')::int AS inconclusive, count(*) FILTER (WHERE state = 'failed')::int AS failed,
      percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY ms) FILTER (WHERE state <> 'failed') AS quantiles,
      avg(ms) FILTER (WHERE state <> 'failed') AS mean
    FROM (SELECT engine, state, (extract(epoch FROM completed_at - started_at) * 1000)::float8 AS ms FROM diagnoses
      WHERE organization_id = ${organizationId}::uuid AND completed_at >= ${from}) AS diagnosis
    GROUP BY engine`;

const feedbackOf = ({ organizationId }: Ctx, from: Date) =>
  prisma().$queryRaw<{ engine: string; verdict: string; count: number }[]>`
    SELECT diagnosis.engine, feedback.verdict, count(*)::int AS count
    FROM diagnosis_feedback AS feedback JOIN diagnoses AS diagnosis ON diagnosis.id = feedback.diagnosis_id
    WHERE feedback.organization_id = ${organizationId}::uuid AND feedback.at >= ${from} GROUP BY diagnosis.engine, feedback.verdict`;

async function timeToDiagnosis({ organizationId }: Ctx, from: Date): Promise<SpansRow | undefined> {
  const [row] = await prisma().$queryRaw<SpansRow[]>`
    SELECT count(*)::int AS count, percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY ms) AS quantiles, avg(ms) AS mean
    FROM (SELECT (extract(epoch FROM min(diagnosis.completed_at) - incident.created_at) * 1000)::float8 AS ms
      FROM incidents AS incident JOIN diagnoses AS diagnosis ON diagnosis.incident_id = incident.id
      WHERE incident.organization_id = ${organizationId}::uuid AND incident.created_at >= ${from}
        AND diagnosis.state = 'completed' AND diagnosis.root_cause IS NOT NULL
      GROUP BY incident.id) AS span`;
  return row;
}

async function costOf({ organizationId }: Ctx, from: Date): Promise<LearningMetrics["cost"]> {
  const [row] = await prisma().$queryRaw<[LearningMetrics["cost"]]>`
    SELECT coalesce(sum(usd), 0)::float8 AS usd, coalesce(sum(input_tokens + cache_write_tokens + cache_read_tokens), 0)::float8 AS input_tokens,
      coalesce(sum(output_tokens), 0)::float8 AS output_tokens, count(*)::int AS answers, count(DISTINCT incident_id)::int AS incidents
    FROM model_calls WHERE organization_id = ${organizationId}::uuid AND at >= ${from}`;
  return row;
}
