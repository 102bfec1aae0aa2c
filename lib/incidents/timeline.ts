import { type Ctx, require } from "@/lib/auth";
import { publish } from "@/lib/events";
import { passOn } from "@/lib/integrations";
import { clock } from "@/lib/platform/clock";
import { inPassing, type Prisma, prisma, type Tx } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { storable } from "@/lib/platform/storable";
import type { TimelineEntryView, TimelineKind } from "./contract";
import { findIncident } from "./get-incident";

export type TimelineInput = {
  incidentId: string;
  kind: TimelineKind;
  text: string;
  data?: Record<string, unknown>;
};

// What a page can show; an incident with more than this keeps its newest entries in view.
const MOST = 1_000;

/**
 * Adds to an incident's story and tells the house that the incident changed, in the caller's transaction. Stored redacted. The caller
 * has checked the right to do what it tells of, and audits it.
 */
export function addTimelineEntry(tx: Tx, ctx: Ctx, input: TimelineInput): TimelineEntryView {
  const row: Row = {
    id: newId(),
    organizationId: ctx.organizationId,
    incidentId: input.incidentId,
    at: clock.now(),
    kind: input.kind,
    actorKind: ctx.actor.kind,
    actorName: ctx.actor.name,
    text: storable(input.text),
    // As it is read back: without what JSON does not hold.
    data: JSON.parse(JSON.stringify(storable(input.data ?? {}))),
  };
  inPassing(
    tx,
    tx.$executeRaw`
      INSERT INTO timeline_entries (id, organization_id, incident_id, at, kind, actor_kind, actor_name, text, data)
      VALUES (${row.id}::uuid, ${row.organizationId}::uuid, ${row.incidentId}::uuid, ${row.at}, ${row.kind}, ${row.actorKind}, ${row.actorName},
        ${row.text}, ${JSON.stringify(row.data)}::jsonb)`,
  );
  publish(tx, ctx.organizationId, "incident.changed", input.incidentId);
  passOn(tx, ctx.organizationId, row.id);
  return presentTimelineEntry(row);
}

/** An incident's story, oldest first: the newest 1,000 entries. */
export async function listTimeline(ctx: Ctx, incidentId: string): Promise<TimelineEntryView[]> {
  require(ctx, "read");
  const incident = await findIncident(prisma(), ctx, incidentId);
  const rows = await prisma().timelineEntry.findMany({
    where: { incidentId: incident.id, organizationId: ctx.organizationId },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: MOST,
  });
  return rows.reverse().map(presentTimelineEntry);
}

type Row = Prisma.TimelineEntryGetPayload<Prisma.TimelineEntryDefaultArgs>;

function presentTimelineEntry(row: Row): TimelineEntryView {
  return {
    id: row.id,
    at: row.at.toISOString(),
    kind: row.kind as TimelineKind,
    actor: { kind: row.actorKind, name: row.actorName },
    text: row.text,
    data: row.data as Record<string, unknown>,
  };
}
