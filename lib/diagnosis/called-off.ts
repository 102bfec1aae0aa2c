import type { Tx } from "@/lib/platform/db";
import { budgetOf } from "./budget/settings";

/** Why nobody wants an answer of Claude's any more, in words for people; null while somebody does. */
export async function whyOff(tx: Tx, organizationId: string): Promise<string | null> {
  return (await budgetOf(tx, organizationId)).isOn ? null : "Claude was switched off in the settings";
}

/** The same for an investigation, which is about an incident that is open. */
export async function whyCalledOff(
  tx: Tx,
  { organizationId, incidentId }: { organizationId: string; incidentId: string },
): Promise<string | null> {
  const isResolved = await tx.incident.findFirst({
    where: { id: incidentId, organizationId, status: "resolved" },
    select: { id: true },
  });
  if (isResolved) return "The incident was resolved, so the investigation came to an end";
  return whyOff(tx, organizationId);
}
