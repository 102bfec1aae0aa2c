import { pool } from "@/lib/platform/db";
import type { Claim } from "./claim";

export type Step = {
  /** Unique within the execution: `main:0`, `fallback:docker.restart:0`, `undo:0`. */
  key: string;
  action: string;
  command: string;
};

/**
 * The last gate before a command, committed before it is spawned: this worker still holds the execution, nobody has cancelled it, the
 * permit is unused (or this very execution used it for an earlier step), and the step was never started before. False means: do not run.
 * Ask once for each step, and again only when the answer was lost. Notes the health that the step begins with.
 */
export async function intend(
  claim: Claim,
  permitId: string,
  step: Step,
  isFirst: boolean,
  healthBefore: number | null,
): Promise<boolean> {
  const { rowCount } = await pool().query({
    name: "intend-execution-step",
    text: `WITH mine AS (
        UPDATE executions SET health_before = $8
        WHERE id = $1 AND epoch = $2 AND state IN ('running', 'verifying') AND cancel_requested_at IS NULL RETURNING id
      ), permit AS (
        UPDATE permits SET used_at = coalesce(used_at, now()) FROM mine
        WHERE permits.id = $3 AND ((permits.used_at IS NULL) = $4::boolean) RETURNING permits.id
      )
      INSERT INTO execution_steps (execution_id, key, action, command, epoch, intended_at)
      SELECT mine.id, $5, $6, to_jsonb($7::text), $2, now() FROM mine, permit
      ON CONFLICT DO NOTHING`,
    values: [claim.id, claim.epoch, permitId, isFirst, step.key, step.action, step.command, healthBefore],
  });
  if (rowCount === 1) return true;
  // Asked again because the first answer was lost: the row is this worker's own, and it has started nothing for it yet. While the answer
  // was lost another worker may have settled the execution, or a person cancelled it.
  const own = await pool().query(
    `SELECT 1 FROM execution_steps JOIN executions ON executions.id = execution_id AND executions.epoch = execution_steps.epoch
     WHERE execution_id = $1 AND key = $2 AND execution_steps.epoch = $3 AND state IN ('running', 'verifying') AND cancel_requested_at IS NULL`,
    [claim.id, step.key, claim.epoch],
  );
  return own.rowCount === 1;
}
