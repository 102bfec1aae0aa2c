import { type Ctx, require } from "@/lib/auth";
import { getIncident } from "@/lib/incidents";
import { pool, prisma } from "@/lib/platform/db";
import { notFound } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";
import type { AgentActionView, ExecutionEvent, ExecutionView } from "../contract";
import { type ExecutionRow, type Heard, presentAgentAction, presentEvent, presentExecution } from "./present-execution";

/** How many events one read returns at most (up to 16 KB each); ask again from the last `seq` for the rest. */
export const EVENTS_AT_ONCE = 200;

/** `leaseLeftMs`: how long its worker may be silent from now on; null when none has it. */
export type ExecutionNews = { execution: ExecutionView; events: ExecutionEvent[]; leaseLeftMs: number | null };

const IS_HELD = "state IN ('running', 'verifying')";

export async function findExecution(ctx: Ctx, id: string) {
  const row = isId(id)
    ? await prisma().execution.findFirst({ where: { id, organizationId: ctx.organizationId } })
    : null;
  if (!row) throw notFound("This execution");
  return row;
}

export async function getExecution(ctx: Ctx, id: string): Promise<ExecutionView> {
  require(ctx, "read");
  const [execution] = await presentHeard([await findExecution(ctx, id)]);
  if (!execution) throw notFound("This execution");
  return execution;
}

/** The executions of an incident, newest first. */
export async function listExecutions(ctx: Ctx, incidentId: string): Promise<ExecutionView[]> {
  require(ctx, "read");
  await getIncident(ctx, incidentId);
  const rows = await prisma().execution.findMany({
    where: { organizationId: ctx.organizationId, incidentId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: 50,
  });
  return presentHeard(rows);
}

async function presentHeard(rows: ExecutionRow[]): Promise<ExecutionView[]> {
  const held = rows.flatMap(({ id, state }) => (state === "running" || state === "verifying" ? [id] : []));
  const silent = held.length === 0 ? new Set() : await silentAmong(held);
  return rows.map((row) => presentExecution({ ...row, isSilent: silent.has(row.id) }));
}

async function silentAmong(ids: string[]): Promise<Set<string>> {
  const { rows } = await pool().query<{ id: string }>(
    `SELECT id FROM executions WHERE id = ANY ($1::uuid[]) AND ${IS_HELD} AND lease_until < now()`,
    [ids],
  );
  return new Set(rows.map(({ id }) => id));
}

/** The events after `after`, in order and without gaps, at most `EVENTS_AT_ONCE` of them. */
export async function listExecutionEvents(ctx: Ctx, id: string, after: number): Promise<ExecutionEvent[]> {
  require(ctx, "read");
  const { id: executionId } = await findExecution(ctx, id);
  const rows = await prisma().executionEvent.findMany({
    where: { executionId, seq: { gt: after } },
    orderBy: { seq: "asc" },
    take: EVENTS_AT_ONCE,
  });
  return rows.map(presentEvent);
}

/**
 * An execution and its events after `after`, as of one moment: a final state never comes without the events before it. One statement,
 * because this is read for every frame that goes to a browser. Throws `not_found`.
 */
export async function readExecutionNews(ctx: Ctx, id: string, after: number): Promise<ExecutionNews> {
  require(ctx, "read");
  const { rows } = await pool().query<ExecutionRow & Heard & Pick<ExecutionNews, "events" | "leaseLeftMs">>({
    name: "read-execution-news",
    text: `SELECT id, proposal_id AS "proposalId", incident_id AS "incidentId", state, phase, approved_by AS "approvedBy",
        started_at AS "startedAt", finished_at AS "finishedAt", health_before AS "healthBefore", health_after AS "healthAfter", outcome,
        coalesce(${IS_HELD} AND lease_until < now(), false) AS "isSilent",
        CASE WHEN ${IS_HELD} THEN (extract(epoch FROM lease_until - now()) * 1000)::float8 END AS "leaseLeftMs",
        (SELECT coalesce(json_agg(event ORDER BY seq), '[]') FROM (
          SELECT seq, at, phase, status, message, command, stream, text, exit_code, duration_ms, health, health_before, health_after
          FROM execution_events WHERE execution_id = executions.id AND seq > $3 ORDER BY seq LIMIT $4) AS event) AS events
      FROM executions WHERE id = $1 AND organization_id = $2`,
    values: [id, ctx.organizationId, after, EVENTS_AT_ONCE],
  });
  if (!rows[0]) throw notFound("This execution");
  const { events, leaseLeftMs, ...execution } = rows[0];
  return {
    leaseLeftMs,
    execution: presentExecution(execution),
    // Postgres writes a time in JSON with an offset; everywhere else it ends in Z.
    events: events.map((event) => ({ ...event, at: new Date(event.at).toISOString() })),
  };
}

/** What was executed for an incident, oldest first: the rows of `agent_actions`. */
export async function listAgentActions(ctx: Ctx, incidentId: string): Promise<AgentActionView[]> {
  require(ctx, "read");
  await getIncident(ctx, incidentId);
  const rows = await prisma().agentAction.findMany({
    where: { organizationId: ctx.organizationId, incidentId },
    orderBy: [{ executedAt: "asc" }, { id: "asc" }],
    take: 500,
  });
  return rows.map(presentAgentAction);
}
