import { recordAudit } from "@/lib/audit";
import { clock } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import type { Step } from "./intend";
import type { Run } from "./run";

export type ActionRecord = {
  result: "success" | "failed";
  exitCode: number | null;
  stdout: string;
  stderr: string;
  executedAt: Date;
  durationMs: number;
};

/**
 * Ends a step and writes its row of `agent_actions`, in the caller's transaction. Exactly once: a step that has ended before, by this
 * or another worker, is left as it is.
 */
export async function recordAction(tx: Tx, run: Run, step: Step, record: ActionRecord): Promise<void> {
  const { claim } = run;
  const { count } = await tx.executionStep.updateMany({
    where: { executionId: claim.id, key: step.key, exitedAt: null },
    data: { exitedAt: clock.now(), exitCode: record.exitCode },
  });
  if (count === 0) return;
  await tx.agentAction.create({
    data: {
      ...record,
      id: newId(),
      organizationId: claim.organizationId,
      incidentId: claim.incidentId,
      executionId: claim.id,
      action: step.action,
      command: step.command,
      healthBefore: run.healthBefore,
    },
  });
  recordAudit(tx, run.ctx, {
    verb: "execution.command",
    subject: { kind: "execution", id: claim.id },
    data: {
      incident_id: claim.incidentId,
      permit_id: claim.permitId,
      policy_version: run.permit.policyVersion,
      step: step.key,
      action: step.action,
      command: step.command,
      started_at: record.executedAt.toISOString(),
      result: record.result,
      exit_code: record.exitCode,
    },
  });
}
