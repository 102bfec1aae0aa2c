import type { Tx } from "@/lib/platform/db";

export type Hold = { incidentId: string; executionId: string };

/**
 * While it is held, recovery does not resolve the incident by itself: the execution proves its own outcome. Returns false when the
 * incident is resolved or another execution holds it. Idempotent.
 */
export async function holdIncident(tx: Tx, { incidentId, executionId }: Hold): Promise<boolean> {
  const { count } = await tx.incident.updateMany({
    where: {
      id: incidentId,
      status: { not: "resolved" },
      OR: [{ heldByExecution: null }, { heldByExecution: executionId }],
    },
    data: { heldByExecution: executionId },
  });
  return count === 1;
}

/** Ends the hold of this execution, whatever the incident's state; nothing happens when it has none. */
export async function releaseIncident(tx: Tx, { incidentId, executionId }: Hold): Promise<void> {
  await tx.incident.updateMany({
    where: { id: incidentId, heldByExecution: executionId },
    data: { heldByExecution: null },
  });
}
