import type { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import { inTransaction } from "@/lib/platform/db";
import { AddNote, type TimelineEntryView } from "./contract";
import { findIncident } from "./get-incident";
import { tell } from "./tell";

/** Writes a note into the incident's timeline, redacted. Resolved incidents take notes too: that is when the story is written. */
export async function addNote(ctx: Ctx, id: string, raw: z.input<typeof AddNote>): Promise<TimelineEntryView> {
  require(ctx, "respond");
  const { text } = AddNote.parse(raw);
  return inTransaction(async (tx) => {
    const incident = await findIncident(tx, ctx, id);
    return tell(tx, ctx, "note", { incidentId: incident.id, kind: "note", text });
  });
}
