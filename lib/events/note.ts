import { Prisma } from "@/lib/platform/db";
import { type DomainEvent, eventTypes } from "./contract";
import { channels } from "./wake";

// A NOTIFY can carry 8,000 bytes, and of an event nothing but ids and its type need be told: a listener that hears them with the commit
// has no reason to read them first.

/** So many events fit into one note. */
export const MOST_NOTED = 40;

/** An event with the time that its row has, in ms. */
export type Dated = { event: DomainEvent; at: number };

/** The statement that sends a note about the events that `insert` inserts at this time; they are to be at most `MOST_NOTED`. */
export const noteOf = (insert: Prisma.Sql, at: Date): Prisma.Sql => Prisma.sql`
  WITH told AS (${insert} RETURNING id, organization_id, type, subject_id)
  SELECT pg_notify(${channels.outbox}, string_agg(concat_ws(' ', id, organization_id, type, subject_id, ${String(at.getTime())}::text), ','
    ORDER BY id)) FROM told`;

/** What a note says; null when it is none that this version can read, so that the outbox is to be read instead. */
export function readNote(note: string): Dated[] | null {
  const all: Dated[] = [];
  for (const line of note.split(",")) {
    const [id, organizationId = "", word, subjectId = "", at] = line.split(" ");
    const type = eventTypes.find((known) => known === word);
    if (type === undefined || !Number.isSafeInteger(Number(id)) || !Number.isSafeInteger(Number(at))) return null;
    all.push({ event: { id: Number(id), organizationId, type, subjectId }, at: Number(at) });
  }
  return all;
}
