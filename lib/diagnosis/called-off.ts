import type { Tx } from "@/lib/platform/db";
import { budgetOf } from "./budget/settings";

/** Why nobody wants an answer of Claude's any more, in words for people; null while somebody does. */
export async function whyOff(tx: Tx, organizationId: string): Promise<string | null> {
  return (await budgetOf(tx, organizationId)).isOn ? null : "Claude was switched off in the settings";
}

/**
 * The same for an investigation that goes on from what was known at `since`. Of an incident that was resolved before then, somebody wants
 * to know all the same.
 */
export async function whyCalledOff(
  tx: Tx,
  { organizationId, incidentId, since }: { organizationId: string; incidentId: string; since: Date },
): Promise<string | null> {
  const resolved = { status: "resolved", resolvedAt: { gte: since } };
  const isResolved = await tx.incident.findFirst({
    where: { id: incidentId, organizationId, ...resolved },
    select: { id: true },
  });
  if (isResolved) return "The incident was resolved, so the investigation came to an end";
  return whyOff(tx, organizationId);
}
