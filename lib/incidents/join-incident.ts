import type { Ctx } from "@/lib/auth";
import { enqueue, publish } from "@/lib/events";
import { clock } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import { storable } from "@/lib/platform/storable";
import { Severity } from "./contract";
import { mergeLines } from "./error-lines";
import { tell } from "./tell";

export type Sighting = {
  /** `monitoring`, or the name of a webhook's source. */
  source: string;
  /** The source for people; its name when left out. */
  reporter?: string;
  title: string;
  description: string;
  severity: Severity;
  errorLogs: string[];
  metricsSnapshot: Record<string, unknown>;
  health: number | null;
};
type Joinable = { id: string; title: string; severity: string; error_logs: string[]; alert_count: number };

const rank = (severity: Severity): number => Severity.options.indexOf(severity);

/**
 * Which open incident is meant. A service's newest is one that heard an alert since then, whatever it is about. `isTold`: the timeline
 * has just said that it is reported. `isRepeat`: the reporter has said the same before, so that the severity does not rise by it.
 */
export type Which =
  | { dedupKey: string }
  | { incidentId: string; isTold?: boolean; isRepeat?: boolean }
  | { serviceName: string; heardSince: Date };

/**
 * Adds a sample or alert to the open incident that is meant; returns its id, or null when none is open. The snapshot follows the
 * newest sample, severity only rises, and the timeline and the audit chain hear of it only when something new is said: a bad minute has
 * many samples and one story. When the severity rises it is another story: title and description follow, and it is diagnosed again.
 */
export async function joinOpenIncident(tx: Tx, ctx: Ctx, which: Which, input: Sighting): Promise<string | null> {
  const open = await lockOpen(tx, ctx, which);
  if (!open) return null;
  const reporter = input.reporter ?? input.source;

  const lines = mergeLines(open.error_logs, input.errorLogs);
  const newLines = lines.slice(open.error_logs.length);
  const severity = Severity.parse(open.severity);
  const isRepeat = "isRepeat" in which && which.isRepeat === true;
  const rises = !isRepeat && rank(input.severity) < rank(severity);
  const words = rises ? await newWords(tx, open.id, input) : {};
  const now = clock.now();
  // A service that stopped answering measures nothing: the last figures say more than none.
  const metrics = Object.keys(input.metricsSnapshot).length > 0 ? JSON.stringify(input.metricsSnapshot) : null;
  await tx.$executeRaw`
    UPDATE incidents SET alert_count = alert_count + 1, updated_at = ${now}, last_alert_at = ${now},
      error_logs = coalesce(${newLines.length > 0 ? JSON.stringify(lines) : null}::jsonb, error_logs),
      metrics_snapshot = coalesce(${metrics}::jsonb, metrics_snapshot), health = coalesce(${input.health}::float8, health)
    WHERE id = ${open.id}::uuid`;
  if (rises) await tx.incident.update({ where: { id: open.id }, data: { severity: input.severity, ...words } });

  // What joins because of its service alone is about something else.
  const isOther = "heardSince" in which;
  const isKnown = (open.alert_count > 1 && !isOther) || ("isTold" in which && which.isTold === true);
  if (isKnown && newLines.length === 0 && !rises) {
    publish(tx, ctx.organizationId, "incident.changed", open.id);
    return open.id;
  }
  const data = { source: input.source, health: input.health, new_lines: newLines };
  const firstNewLine = newLines[0] ? [newLines[0]] : [];
  if (rises) {
    // What was found out before may be about the smaller trouble.
    await enqueue(tx, "diagnose", { organizationId: ctx.organizationId, incidentId: open.id });
    const told = {
      incidentId: open.id,
      kind: "changed" as const,
      text: [
        `It got worse, ${reporter} reports: severity rose from ${severity} to ${input.severity}`,
        ...(input.title === open.title ? [] : [input.title]),
        ...firstNewLine,
      ].join(": "),
      data: { ...data, severity: { from: severity, to: input.severity } },
    };
    await tell(tx, ctx, "worsen", told, {
      before: { severity, ...("title" in words && { title: open.title }) },
      after: { severity: input.severity, ...words },
    });
  } else {
    await tell(tx, ctx, "join", {
      incidentId: open.id,
      kind: "joined",
      text: [
        isOther ? `${reporter} also reports: ${input.title}` : `${reporter} reported it again`,
        ...firstNewLine,
      ].join(": "),
      data,
    });
  }
  return open.id;
}

/** Adds an alert to this incident, for other rooms; false when it is resolved. */
export const joinIncidentIn = async (
  tx: Tx,
  ctx: Ctx,
  which: { incidentId: string; isRepeat?: boolean },
  raw: Sighting,
): Promise<boolean> => (await joinOpenIncident(tx, ctx, which, storable(raw))) !== null;

/** Locked: two alerts that join at once must not both append to the lines they read. */
async function lockOpen(tx: Tx, { organizationId }: Ctx, which: Which): Promise<Joinable | undefined> {
  const [open] =
    "dedupKey" in which
      ? await tx.$queryRaw<Joinable[]>`
          SELECT id, title, severity, error_logs, alert_count FROM incidents
          WHERE organization_id = ${organizationId}::uuid AND dedup_key = ${which.dedupKey} AND status <> 'resolved' FOR UPDATE`
      : "incidentId" in which
        ? await tx.$queryRaw<Joinable[]>`
            SELECT id, title, severity, error_logs, alert_count FROM incidents
            WHERE organization_id = ${organizationId}::uuid AND id = ${which.incidentId}::uuid AND status <> 'resolved' FOR UPDATE`
        : await tx.$queryRaw<Joinable[]>`
            SELECT id, title, severity, error_logs, alert_count FROM incidents
            WHERE organization_id = ${organizationId}::uuid AND service_name = ${which.serviceName} AND status <> 'resolved'
              AND last_alert_at >= ${which.heardSince.toISOString()}::timestamptz(3)
            ORDER BY created_at DESC, id DESC LIMIT 1 FOR UPDATE`;
  return open;
}

/** The words of the worse sighting, except where people have put their own: theirs may hold what no sample knows. */
async function newWords(tx: Tx, incidentId: string, { title, description }: Sighting) {
  const isByPeople = async (field: string) =>
    (await tx.timelineEntry.count({
      where: { incidentId, kind: "changed", data: { path: ["changed"], array_contains: [field] } },
    })) > 0;
  return {
    ...(!(await isByPeople("title")) && { title: title.slice(0, 200) }),
    ...(!(await isByPeople("description")) && { description: description.slice(0, 20_000) }),
  };
}
