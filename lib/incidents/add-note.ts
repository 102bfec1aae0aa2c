import type { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import { inTransaction, type Tx } from "@/lib/platform/db";
import { AddNote, type TimelineEntryView } from "./contract";
import { findIncident } from "./get-incident";
import { tell } from "./tell";

const MOST_CHARACTERS = 10_000;

/** Writes a note into the incident's timeline, redacted. Resolved incidents take notes too: that is when the story is written. */
export async function addNote(ctx: Ctx, id: string, raw: z.input<typeof AddNote>): Promise<TimelineEntryView> {
  require(ctx, "respond");
  const { text } = AddNote.parse(raw);
  return inTransaction(async (tx) => {
    const incident = await findIncident(tx, ctx, id);
    return tell(tx, ctx, "note", { incidentId: incident.id, kind: "note", text });
  });
}

/** The same in the caller's transaction, for other rooms, which have the right to. `data` is kept with the entry. */
export const addNoteIn = (
  tx: Tx,
  ctx: Ctx,
  { incidentId, text, data }: { incidentId: string; text: string; data?: Record<string, unknown> },
): TimelineEntryView => tell(tx, ctx, "note", { incidentId, kind: "note", text: text.slice(0, MOST_CHARACTERS), data });
