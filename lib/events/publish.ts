import { afterCommit, atEnd, type Gathered, type Tx } from "@/lib/platform/db";
import type { EventType } from "./contract";
import { wakeOutbox } from "./wake";

type Happening = { organizationId: string; type: EventType; subjectId: string };

const outbox: Gathered<Happening> = {
  async write(tx, happenings) {
    // Listeners read what the subject is now, so telling them twice of one change tells them nothing more.
    const distinct = new Map(happenings.map((happening) => [`${happening.type} ${happening.subjectId}`, happening]));
    await tx.outboxEvent.createMany({ data: [...distinct.values()] });
    afterCommit(tx, wakeOutbox);
  },
};

/** Tells the house that something changed, in the transaction that changes it: it is heard exactly when that commits. */
export function publish(tx: Tx, organizationId: string, type: EventType, subjectId: string): void {
  atEnd(tx, outbox, { organizationId, type, subjectId });
}
