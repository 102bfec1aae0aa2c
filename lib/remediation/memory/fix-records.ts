import { whileUnchanged } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { prisma } from "@/lib/platform/db";
import { catalog, remedyIds } from "../catalog/registry";
import type { FixRecord } from "../contract";
import { atLeast } from "./wilson";

/** Executions that went the same way: `ran` are the actions in their order, `beside` the faults that stood next to the one they were for. */
type Row = { fault: string; ran: string[]; beside: string[]; isProven: boolean; executions: number; lastAt: Date };

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
    SELECT cause.fault, steps.ran, others.beside, execution.state = 'succeeded' AS "isProven", count(*)::int AS executions,
      max(execution.finished_at) AS "lastAt"
    FROM executions AS execution
    JOIN proposals AS proposal ON proposal.id = execution.proposal_id
    CROSS JOIN LATERAL (
      SELECT root_cause ->> 'fault' AS fault FROM diagnoses AS diagnosis
      WHERE diagnosis.incident_id = execution.incident_id AND diagnosis.state = 'completed' AND diagnosis.root_cause IS NOT NULL
        AND diagnosis.completed_at <= proposal.created_at
        AND NOT EXISTS (SELECT FROM diagnosis_feedback WHERE diagnosis_id = diagnosis.id AND verdict = 'wrong')
      ORDER BY diagnosis.started_at DESC, diagnosis.id DESC LIMIT 1) AS cause
    CROSS JOIN LATERAL (
      SELECT array_agg(action ORDER BY last_at) AS ran FROM (
        SELECT action, max(intended_at) AS last_at FROM execution_steps
        WHERE execution_id = execution.id AND key NOT LIKE 'undo%' GROUP BY action) AS step) AS steps
    CROSS JOIN LATERAL (
      SELECT coalesce(array_agg(DISTINCT other.fault ORDER BY other.fault), '{}') AS beside FROM incidents AS incident
      CROSS JOIN LATERAL (
        SELECT hypotheses FROM diagnoses AS diagnosis
        WHERE diagnosis.incident_id = incident.id AND diagnosis.engine = 'rules' AND diagnosis.state = 'completed'
          AND diagnosis.completed_at <= execution.finished_at
        ORDER BY diagnosis.started_at DESC, diagnosis.id DESC LIMIT 1) AS known
      CROSS JOIN LATERAL jsonb_to_recordset(known.hypotheses) AS other(fault text, verdict text)
      WHERE incident.organization_id = execution.organization_id AND other.verdict = 'confirmed' AND other.fault <> cause.fault
        AND (incident.id = execution.incident_id
          OR (incident.service_id = proposal.service_id AND incident.created_at <= execution.finished_at
            AND (incident.resolved_at IS NULL OR incident.resolved_at >= proposal.created_at)))) AS others
    WHERE execution.organization_id = ${organizationId}::uuid AND execution.finished_at >= ${from}
      AND execution.state IN ('succeeded', 'failed', 'rolled_back') AND steps.ran IS NOT NULL
    GROUP BY cause.fault, steps.ran, others.beside, execution.state = 'succeeded'`;
  const records = new Map<string, Omit<FixRecord, "title" | "at_least">>();
  for (const { fault, ran, isProven, executions, lastAt } of rows.filter(isTelling)) {
    for (const action of ran) {
      const key = `${fault} ${action}`;
      const before = records.get(key) ?? { fault, action, fixed: 0, tried: 0, last_at: "" };
      records.set(key, {
        ...before,
        fixed: before.fixed + (isProven && action === ran.at(-1) ? executions : 0),
        tried: before.tried + executions,
        last_at: [before.last_at, lastAt.toISOString()].sort().at(-1) ?? "",
      });
    }
  }
  return [...records.values()]
    .flatMap((record) => {
      const entry = catalog.find(({ id }) => id === record.action);
      // Taking something back is no fix.
      return entry ? [{ ...record, title: entry.title, at_least: atLeast(record.fixed, record.tried) }] : [];
    })
    .sort((a, b) => b.at_least - a.at_least || b.tried - a.tried || a.action.localeCompare(b.action));
}

/**
 * Whether an execution tells what helps against its fault. Health is measured of the whole service: where another fault was confirmed at it,
 * an action that is no remedy for that one may have ended its own and still not have brought the service back. Neither is that counted
 * against it, nor is what ran after it credited with this fault, which may have been gone by then. An action that brought the service back
 * by itself has ended whatever there was.
 */
function isTelling({ ran, beside, isProven }: Row): boolean {
  if (isProven && ran.length === 1) return true;
  return beside.every((fault) => ran.every((action) => remedyIds(fault).includes(action)));
}
