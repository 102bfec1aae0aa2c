import { recordAudit } from "@/lib/audit";
import type { Ctx } from "@/lib/auth";
import type { Tx } from "@/lib/platform/db";
import type { TimelineEntryView } from "./contract";
import { addTimelineEntry, type TimelineInput } from "./timeline";

/** What changed, for the audit chain: the fields as they were and as they are. */
export type Change = { before: Record<string, unknown> | null; after: Record<string, unknown> };

/** What every change of an incident leaves behind: a timeline entry, the event and the audit entry. */
export function tell(tx: Tx, ctx: Ctx, verb: string, input: TimelineInput, change?: Change): TimelineEntryView {
  const entry = addTimelineEntry(tx, ctx, input);
  recordAudit(tx, ctx, {
    verb: `incident.${verb}`,
    subject: { kind: "incident", id: input.incidentId },
    data: { text: entry.text, ...entry.data, ...change },
  });
  return entry;
}
