import type { Ctx } from "@/lib/auth";
import { enqueue, publish } from "@/lib/events";
import { clock } from "@/lib/platform/clock";
import type { Prisma, Tx } from "@/lib/platform/db";
import { Severity } from "./contract";
import { mergeLines } from "./error-lines";
import { tell } from "./tell";

type Sighting = {
  source: string;
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
 * Adds a sample or alert to the open incident with this dedup key; returns its id, or null when none is open. The snapshot follows the
 * newest sample, severity only rises, and the timeline and the audit chain hear of it only when something new is said: a bad minute has
 * many samples and one story. When the severity rises it is another story: title and description follow, and it is diagnosed again.
 */
export async function joinOpenIncident(tx: Tx, ctx: Ctx, dedupKey: string, input: Sighting): Promise<string | null> {
  // Locked: two alerts that join at once must not both append to the lines they read.
  const [open] = await tx.$queryRaw<Joinable[]>`
    SELECT id, title, severity, error_logs, alert_count FROM incidents
    WHERE organization_id = ${ctx.organizationId}::uuid AND dedup_key = ${dedupKey} AND status <> 'resolved' FOR UPDATE`;
  if (!open) return null;

  const lines = mergeLines(open.error_logs, input.errorLogs);
  const newLines = lines.slice(open.error_logs.length);
  const severity = Severity.parse(open.severity);
  const rises = rank(input.severity) < rank(severity);
  const words = rises ? await newWords(tx, open.id, input) : {};
  await tx.incident.update({
    where: { id: open.id },
    data: {
      alertCount: { increment: 1 },
      errorLogs: lines,
      // A service that stopped answering measures nothing: the last figures say more than none.
      ...(Object.keys(input.metricsSnapshot).length > 0 && {
        metricsSnapshot: input.metricsSnapshot as Prisma.InputJsonObject,
      }),
      ...(input.health !== null && { health: input.health }),
      ...(rises && { severity: input.severity, ...words }),
      updatedAt: clock.now(),
    },
  });

  if (open.alert_count > 1 && newLines.length === 0 && !rises) {
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
        `It got worse, ${input.source} reports: severity rose from ${severity} to ${input.severity}`,
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
      text: [`${input.source} reported it again`, ...firstNewLine].join(": "),
      data,
    });
  }
  return open.id;
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
