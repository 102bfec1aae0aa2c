import { type Ctx, require } from "@/lib/auth";
import { getIncident } from "@/lib/incidents";
import { prisma } from "@/lib/platform/db";
import { notFound } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";
import type { AgentActionView, ExecutionEvent, ExecutionView } from "../contract";
import { presentAgentAction, presentEvent, presentExecution } from "./present-execution";

/** How many events one read returns at most (up to 16 KB each); ask again from the last `seq` for the rest. */
export const EVENTS_AT_ONCE = 200;

export async function findExecution(ctx: Ctx, id: string) {
  const row = isId(id)
    ? await prisma().execution.findFirst({ where: { id, organizationId: ctx.organizationId } })
    : null;
  if (!row) throw notFound("This execution");
  return row;
}

export async function getExecution(ctx: Ctx, id: string): Promise<ExecutionView> {
  require(ctx, "read");
  return presentExecution(await findExecution(ctx, id));
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
  return rows.map(presentExecution);
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
