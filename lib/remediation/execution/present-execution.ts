import type { Prisma } from "@/lib/platform/db";
import type { AgentActionView, ExecutionEvent, ExecutionView } from "../contract";

/** What of an execution's row is shown. */
export type ExecutionRow = Pick<
  Prisma.ExecutionGetPayload<object>,
  | "id"
  | "proposalId"
  | "incidentId"
  | "state"
  | "phase"
  | "approvedBy"
  | "startedAt"
  | "finishedAt"
  | "healthBefore"
  | "healthAfter"
  | "outcome"
>;

/** Whether its worker has been silent for longer than its lease: by Postgres's clock, which leases go by, so only a read can tell. */
export type Heard = { isSilent?: boolean };

/** An execution as the API and the sockets show it. */
export function presentExecution(row: ExecutionRow & Heard): ExecutionView {
  return {
    id: row.id,
    proposal_id: row.proposalId,
    incident_id: row.incidentId,
    state: row.state as ExecutionView["state"],
    phase: row.phase as ExecutionView["phase"],
    approved_by: row.approvedBy,
    worker_silent: row.isSilent ?? false,
    started_at: row.startedAt?.toISOString() ?? null,
    finished_at: row.finishedAt?.toISOString() ?? null,
    health_before: row.healthBefore,
    health_after: row.healthAfter,
    outcome: row.outcome,
  };
}

export function presentEvent(row: Prisma.ExecutionEventGetPayload<object>): ExecutionEvent {
  return {
    seq: row.seq,
    at: row.at.toISOString(),
    phase: row.phase as ExecutionEvent["phase"],
    status: row.status as ExecutionEvent["status"],
    message: row.message,
    command: row.command,
    stream: row.stream as ExecutionEvent["stream"],
    text: row.text,
    exit_code: row.exitCode,
    duration_ms: row.durationMs,
    health: row.health,
    health_before: row.healthBefore,
    health_after: row.healthAfter,
  };
}

export function presentAgentAction(row: Prisma.AgentActionGetPayload<object>): AgentActionView {
  return {
    id: row.id,
    incident_id: row.incidentId,
    action: row.action,
    command: row.command,
    executed_at: row.executedAt.toISOString(),
    result: row.result as AgentActionView["result"],
    exit_code: row.exitCode,
    stdout: row.stdout,
    stderr: row.stderr,
    duration_ms: row.durationMs,
    health_before: row.healthBefore,
    health_after: row.healthAfter,
  };
}
