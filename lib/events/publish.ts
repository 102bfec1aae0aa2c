import { clock } from "@/lib/platform/clock";
import { afterCommit, atEnd, type Gathered, inPassing, Prisma, type Tx } from "@/lib/platform/db";
import type { EventType } from "./contract";
import { MOST_NOTED, noteOf } from "./note";
import { notifiesAnyway } from "./tasks";
import { wakeOutbox } from "./wake";

type Happening = { organizationId: string; type: EventType; subjectId: string };

const outbox: Gathered<Happening> = {
  async write(tx, happenings) {
    // Listeners read what the subject is now, so telling them twice of one change tells them nothing more.
    const distinct = new Map(happenings.map((happening) => [`${happening.type} ${happening.subjectId}`, happening]));
    const all = [...distinct.values()];
    const at = clock.now();
    const insert = Prisma.sql`
      INSERT INTO events (organization_id, type, subject_id, at)
      SELECT organization_id, type, subject_id, ${at} FROM unnest(${all.map(({ organizationId }) => organizationId)}::uuid[],
        ${all.map(({ type }) => type)}::text[], ${all.map(({ subjectId }) => subjectId)}::uuid[]) AS e(organization_id, type, subject_id)`;
    // Listeners hear of it with the commit, which sends word to others anyway.
    if (notifiesAnyway(tx) && all.length <= MOST_NOTED) return inPassing(tx, tx.$executeRaw(noteOf(insert, at)));
    inPassing(tx, tx.$executeRaw(insert));
    afterCommit(tx, wakeOutbox);
  },
};

/** Tells the house that something changed, in the transaction that changes it: it is heard exactly when that commits. */
export function publish(tx: Tx, organizationId: string, type: EventType, subjectId: string): void {
  atEnd(tx, outbox, { organizationId, type, subjectId });
}
