import { recordAudit } from "@/lib/audit";
import { systemCtx } from "@/lib/auth";
import { publish } from "@/lib/events";
import { addTimelineEntry } from "@/lib/incidents";
import { inTransaction, type Tx } from "@/lib/platform/db";
import { type Abandoned, findAbandoned, markAbandoned } from "./claim";

/**
 * Finds executions whose worker has died and says so where people look: each in one transaction, so that whoever dies here leaves it to be
 * found again. Returns how many.
 */
export async function noticeDeadWorkers(): Promise<number> {
  let noticed = 0;
  for (const abandoned of await findAbandoned()) if (await inTransaction((tx) => notice(tx, abandoned))) noticed++;
  return noticed;
}

/** False when another worker has noticed it, or its own has come back. */
async function notice(tx: Tx, { id, organizationId, incidentId }: Abandoned): Promise<boolean> {
  if (!(await markAbandoned(tx, id))) return false;
  const ctx = systemCtx(organizationId, "reconcile");
  addTimelineEntry(tx, ctx, {
    incidentId,
    kind: "execution",
    text: "The worker that ran the fix has gone silent. Its state is unknown; Nightshift looks at the target now and runs no command twice",
    data: { execution_id: id },
  });
  publish(tx, organizationId, "execution.changed", id);
  recordAudit(tx, ctx, {
    verb: "execution.unknown",
    subject: { kind: "execution", id },
    data: { incident_id: incidentId },
  });
  return true;
}
