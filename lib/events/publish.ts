import { afterCommit, type Tx } from "@/lib/platform/db";
import type { EventType } from "./contract";
import { wakeOutbox } from "./wake";

/** Tells the house that something changed, in the transaction that changes it: it is heard exactly when that commits. */
export async function publish(tx: Tx, organizationId: string, type: EventType, subjectId: string): Promise<void> {
  await tx.outboxEvent.create({ data: { organizationId, type, subjectId } });
  afterCommit(tx, wakeOutbox);
}
