import { addTimelineEntry } from "@/lib/incidents";
import { untilDatabaseAnswers } from "@/lib/platform/database-down";
import { inTransaction } from "@/lib/platform/db";
import { Fenced } from "./fenced";
import type { Run } from "./run";

/**
 * A turn that a run takes (a fallback, an undo) has an entry of its own in the incident's story: once, and only while this worker has
 * the execution. Throws `Fenced` otherwise.
 */
export async function tellTurn({ claim, ctx, lease }: Run, turn: string, text: string): Promise<void> {
  const { id: executionId, epoch, incidentId } = claim;
  const tell = () =>
    inTransaction(async (tx) => {
      const [mine] = await tx.$queryRaw<unknown[]>`SELECT 1 FROM executions
        WHERE id = ${executionId}::uuid AND epoch = ${epoch} AND state IN ('running', 'verifying') FOR UPDATE`;
      if (!mine) throw new Fenced();
      const data = { execution_id: executionId, turn };
      // Told before, when the answer was lost on the way.
      const told = await tx.$queryRaw<unknown[]>`SELECT 1 FROM timeline_entries
        WHERE incident_id = ${incidentId}::uuid AND data @> ${JSON.stringify(data)}::jsonb`;
      if (told.length === 0) addTimelineEntry(tx, ctx, { incidentId, kind: "execution", text, data });
    });
  await untilDatabaseAnswers(tell, lease.lost);
}
