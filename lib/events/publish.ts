import { clock } from "@/lib/platform/clock";
import { afterCommit, atEnd, type Gathered, inPassing, type Tx } from "@/lib/platform/db";
import type { EventType } from "./contract";
import { wakeOutbox } from "./wake";

type Happening = { organizationId: string; type: EventType; subjectId: string };

const outbox: Gathered<Happening> = {
  async write(tx, happenings) {
    // Listeners read what the subject is now, so telling them twice of one change tells them nothing more.
    const distinct = new Map(happenings.map((happening) => [`${happening.type} ${happening.subjectId}`, happening]));
    const all = [...distinct.values()];
    inPassing(
      tx,
      tx.$executeRaw`
        INSERT INTO events (organization_id, type, subject_id, at)
        SELECT organization_id, type, subject_id, ${clock.now()} FROM unnest(${all.map(({ organizationId }) => organizationId)}::uuid[],
          ${all.map(({ type }) => type)}::text[], ${all.map(({ subjectId }) => subjectId)}::uuid[]) AS e(organization_id, type, subject_id)`,
    );
    afterCommit(tx, wakeOutbox);
  },
};

/** Tells the house that something changed, in the transaction that changes it: it is heard exactly when that commits. */
export function publish(tx: Tx, organizationId: string, type: EventType, subjectId: string): void {
  atEnd(tx, outbox, { organizationId, type, subjectId });
}
