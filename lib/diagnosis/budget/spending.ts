import { clock } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import { STALE_MS } from "../start-diagnosis";

export type Spending = {
  today: number;
  thisMonth: number;
  answersToday: number;
  answersThisMonth: number;
  incidentsToday: number;
  incidentsThisMonth: number;
  /** What investigations and answers under way may still spend. */
  promised: number;
};

/** What was spent in this day and month (UTC), and what is promised. */
export async function spendingOf(tx: Tx, organizationId: string): Promise<Spending> {
  const now = clock.now();
  const day = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
  const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
  const alive = new Date(now.getTime() - STALE_MS);
  // One statement: what is paid between two would be missing in both.
  const [found] = await tx.$queryRaw<[Spending]>`
    SELECT coalesce(sum(usd) FILTER (WHERE at >= ${day}), 0)::float8 AS "today", coalesce(sum(usd), 0)::float8 AS "thisMonth",
      count(*) FILTER (WHERE at >= ${day})::int AS "answersToday", count(*)::int AS "answersThisMonth",
      count(DISTINCT incident_id) FILTER (WHERE at >= ${day})::int AS "incidentsToday", count(DISTINCT incident_id)::int AS "incidentsThisMonth",
      (SELECT coalesce(sum(greatest(reserved_usd - paid, 0)), 0)::float8 FROM (
        SELECT reserved_usd, (SELECT coalesce(sum(usd), 0) FROM model_calls WHERE diagnosis_id = diagnosis.id AND question_id IS NULL) AS paid
          FROM diagnoses AS diagnosis WHERE organization_id = ${organizationId}::uuid AND state = 'running' AND alive_at >= ${alive}
        UNION ALL
        SELECT reserved_usd, (SELECT coalesce(sum(usd), 0) FROM model_calls WHERE question_id = question.id) AS paid
          FROM questions AS question WHERE organization_id = ${organizationId}::uuid AND state = 'running' AND alive_at >= ${alive}
      ) AS under_way) AS "promised"
    FROM model_calls WHERE organization_id = ${organizationId}::uuid AND at >= ${month}`;
  return found;
}

/** What all investigations of an incident, and all questions about it, have cost. */
export async function spentOn(tx: Tx, incidentId: string): Promise<{ answers: number; usd: number }> {
  const paid = await tx.modelCall.aggregate({ where: { incidentId }, _count: true, _sum: { usd: true } });
  return { answers: paid._count, usd: Number(paid._sum.usd ?? 0) };
}
