import { whileUnchanged } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { prisma } from "@/lib/platform/db";
import { catalog } from "../catalog/registry";
import type { FixRecord } from "../contract";
import { atLeast } from "./wilson";

type Row = { fault: string; action: string; fixed: number; tried: number; lastAt: Date };

/** How often each action has helped against a fault in this organization, what helps most surely first. */
export async function fixRecords(ctx: Ctx, fault: string): Promise<FixRecord[]> {
  require(ctx, "read");
  const all = await whileUnchanged(ctx, "fix records", () => count(ctx, new Date(0)));
  return all.filter((record) => record.fault === fault);
}

/** The same for every fault, of the executions that ended since then. */
export async function fixRecordsSince(ctx: Ctx, from: Date): Promise<FixRecord[]> {
  require(ctx, "read");
  return count(ctx, from);
}

/**
 * Counted from what was executed, each time anew: there is no second record that could differ. An action was tried when one of its commands
 * was begun, as the proposal or as its fallback, and the execution came to an end; it fixed it when the execution was verified and nothing
 * ran after it. The fault is the one that was known when the fix was proposed, unless people said that the diagnosis was wrong.
 */
async function count({ organizationId }: Ctx, from: Date): Promise<FixRecord[]> {
  const rows = await prisma().$queryRaw<Row[]>`
    SELECT cause.fault, step.action, count(*) FILTER (WHERE execution.state = 'succeeded' AND step.is_last)::int AS fixed,
      count(*)::int AS tried, max(execution.finished_at) AS "lastAt"
    FROM executions AS execution
    JOIN proposals AS proposal ON proposal.id = execution.proposal_id
    CROSS JOIN LATERAL (
      SELECT root_cause ->> 'fault' AS fault FROM diagnoses AS diagnosis
      WHERE diagnosis.incident_id = execution.incident_id AND diagnosis.state = 'completed' AND diagnosis.root_cause IS NOT NULL
        AND diagnosis.completed_at <= proposal.created_at
        AND NOT EXISTS (SELECT FROM diagnosis_feedback WHERE diagnosis_id = diagnosis.id AND verdict = 'wrong')
      ORDER BY diagnosis.started_at DESC, diagnosis.id DESC LIMIT 1) AS cause
    CROSS JOIN LATERAL (
      SELECT action, max(intended_at) = max(max(intended_at)) OVER () AS is_last FROM execution_steps
      WHERE execution_id = execution.id AND key NOT LIKE 'undo%' GROUP BY action) AS step
    WHERE execution.organization_id = ${organizationId}::uuid AND execution.finished_at >= ${from}
      AND execution.state IN ('succeeded', 'failed', 'rolled_back')
    GROUP BY cause.fault, step.action`;
  return rows
    .flatMap(({ fault, action, fixed, tried, lastAt }) => {
      const entry = catalog.find(({ id }) => id === action);
      // Taking something back is no fix.
      if (!entry) return [];
      const at_least = atLeast(fixed, tried);
      return [{ fault, action, title: entry.title, fixed, tried, at_least, last_at: lastAt.toISOString() }];
    })
    .sort((a, b) => b.at_least - a.at_least || b.tried - a.tried || a.action.localeCompare(b.action));
}
