import type { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import { IncidentStatus, Severity, TimelineKind } from "@/lib/incidents/contract";
import { prisma } from "@/lib/platform/db";
import { type ActivityFeed, ActivityQuery } from "./contract";

const LONGEST_TEXT = 500;

type Row = {
  id: string;
  at: Date;
  kind: string;
  actor_kind: string;
  actor_name: string;
  text: string;
  incident_id: string;
  number: number;
  title: string;
  status: string;
  severity: string;
  service_name: string | null;
};

/** The newest entries of all timelines with the incidents they are about. `before` goes on where the answer before ended. */
export async function activityFeed(ctx: Ctx, raw: z.input<typeof ActivityQuery>): Promise<ActivityFeed> {
  require(ctx, "read");
  const { limit, before } = ActivityQuery.parse(raw);
  const [at = null, id = null] = before?.split("_") ?? [];
  // One more than asked for tells whether there is more. The page is cut out before its incidents are read.
  const rows = await prisma().$queryRaw<Row[]>`
    SELECT entry.id, entry.at, entry.kind, entry.actor_kind, entry.actor_name, left(entry.text, ${LONGEST_TEXT + 1}) AS text,
      entry.incident_id, incident.number, incident.title, incident.status, incident.severity, incident.service_name
    FROM (SELECT * FROM timeline_entries
      WHERE organization_id = ${ctx.organizationId}::uuid
        AND (at, id) < (coalesce(${at}::timestamptz, 'infinity'), coalesce(${id}::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
      ORDER BY at DESC, id DESC LIMIT ${limit + 1}) AS entry
    JOIN incidents AS incident ON incident.id = entry.incident_id AND incident.organization_id = entry.organization_id
    ORDER BY entry.at DESC, entry.id DESC`;
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map((row) => ({
      id: row.id,
      at: row.at.toISOString(),
      kind: TimelineKind.parse(row.kind),
      actor: { kind: row.actor_kind, name: row.actor_name },
      text: row.text.length > LONGEST_TEXT ? `${row.text.slice(0, LONGEST_TEXT)}…` : row.text,
      incident: {
        id: row.incident_id,
        number: row.number,
        title: row.title,
        status: IncidentStatus.parse(row.status),
        severity: Severity.parse(row.severity),
        service_name: row.service_name,
      },
    })),
    next_before: last && rows.length > limit ? `${last.at.toISOString()}_${last.id}` : null,
  };
}
