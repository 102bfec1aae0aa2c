import { whileUnchanged } from "@/lib/audit";
import type { Ctx } from "@/lib/auth";
import { countIncidents, type Tally } from "@/lib/incidents";
import type { Severity } from "@/lib/incidents/contract";
import { prisma } from "@/lib/platform/db";
import type { DashboardStats, Share } from "./contract";
import type { Window } from "./period";
import { shareOf } from "./spans";

// The resolution by an execution is written in the same transaction as its end, after it by the clock.
const TOGETHER = "10 seconds";

type Moved = { now: number; before: number };

/** How many were opened in the period, and in the one before it. An index alone answers. */
export async function countOpened(ctx: Ctx, { from, before }: Window): Promise<Moved> {
  const [row] = await prisma().$queryRaw<Moved[]>`
    SELECT count(*) FILTER (WHERE created_at >= ${from})::int AS now, count(*) FILTER (WHERE created_at < ${from})::int AS before
    FROM incidents WHERE organization_id = ${ctx.organizationId}::uuid AND created_at >= ${before}`;
  return row ?? { now: 0, before: 0 };
}

/** How many were resolved in the period, and in the one before it; those reopened since are open. */
export async function countResolved(ctx: Ctx, { from, before }: Window): Promise<Moved> {
  const [row] = await prisma().$queryRaw<Moved[]>`
    SELECT count(*) FILTER (WHERE resolved_at >= ${from})::int AS now, count(*) FILTER (WHERE resolved_at < ${from})::int AS before
    FROM incidents WHERE organization_id = ${ctx.organizationId}::uuid AND resolved_at >= ${before}`;
  return row ?? { now: 0, before: 0 };
}

/**
 * Of the incidents resolved in the period, how many an execution that was verified resolved. What a person resolved after a fix had run
 * is the person's.
 */
export const countFixed = (ctx: Ctx, { from }: Window): Promise<Share> =>
  whileUnchanged(ctx, `fixed ${from.toISOString()}`, () => countFixedNow(ctx, from));

async function countFixedNow(ctx: Ctx, from: Date): Promise<Share> {
  const [row] = await prisma().$queryRaw<{ fixed: number; resolved: number }[]>`
    SELECT (SELECT count(*) FROM incidents WHERE organization_id = ${ctx.organizationId}::uuid AND resolved_at >= ${from})::int AS resolved,
      (SELECT count(DISTINCT incident.id) FROM executions AS execution JOIN incidents AS incident ON incident.id = execution.incident_id
       WHERE execution.organization_id = ${ctx.organizationId}::uuid AND execution.state = 'succeeded'
         AND execution.finished_at >= ${from}::timestamptz - ${TOGETHER}::interval
         AND incident.organization_id = ${ctx.organizationId}::uuid AND incident.resolved_at >= ${from}
         AND incident.resolved_at BETWEEN execution.finished_at AND execution.finished_at + ${TOGETHER}::interval)::int AS fixed`;
  return shareOf(row?.fixed ?? 0, row?.resolved ?? 0);
}

type OpenDetails = { unassigned: number; escalated: number; oldest: Date | null };

/** What is open now. */
export async function countOpen(ctx: Ctx): Promise<DashboardStats["open"]> {
  const [tallies, [details]] = await Promise.all([
    countIncidents(ctx),
    prisma().$queryRaw<OpenDetails[]>`
      SELECT count(*) FILTER (WHERE assignee_id IS NULL)::int AS unassigned,
        count(*) FILTER (WHERE escalation IS NOT NULL)::int AS escalated, min(created_at) AS oldest
      FROM incidents WHERE organization_id = ${ctx.organizationId}::uuid AND status <> 'resolved'`,
  ]);
  const open = tallies.filter(({ status }) => status !== "resolved");
  const sum = (isMeant: (tally: Tally) => boolean) =>
    open.filter(isMeant).reduce((total, { count }) => total + count, 0);
  const withSeverity = (severity: Severity) => sum((tally) => tally.severity === severity);
  return {
    total: sum(() => true),
    triggered: sum(({ status }) => status === "triggered"),
    acknowledged: sum(({ status }) => status === "acknowledged"),
    by_severity: {
      critical: withSeverity("critical"),
      high: withSeverity("high"),
      medium: withSeverity("medium"),
      low: withSeverity("low"),
    },
    unassigned: details?.unassigned ?? 0,
    escalated: details?.escalated ?? 0,
    oldest_opened_at: details?.oldest?.toISOString() ?? null,
  };
}
