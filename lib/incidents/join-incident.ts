import type { Ctx } from "@/lib/auth";
import { enqueue, publish } from "@/lib/events";
import { clock } from "@/lib/platform/clock";
import { Prisma, type Tx } from "@/lib/platform/db";
import { holdOrLetGo } from "@/lib/platform/hold-or-let-go";
import { storable } from "@/lib/platform/storable";
import { unacknowledgeIncidentIn } from "./acknowledge-incident";
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
  /** When those two were measured; left out when nothing was. */
  sampledAt?: Date;
  labels?: Record<string, string>;
  /** Somebody can look at the service: what is new about it is looked into. */
  isWatched?: boolean;
  /** For what is over by the time it is heard of, in words. */
  over?: string;
};
type Joinable = {
  id: string;
  title: string;
  severity: string;
  status: string;
  error_logs: string[];
  alert_count: number;
};

const rank = (severity: Severity): number => Severity.options.indexOf(severity);

/**
 * Which open incident is meant. A service's newest is one that heard an alert since then, whatever it is about; `isReported`: only one that
 * alerts of integrations are about. `isTold`: the timeline has just said that it is reported. `isRepeat`: the reporter has said the same before, so
 * that the severity does not rise by it. `isByPeople`: somebody at the source decided it, who need not be called again.
 */
export type Which =
  | { dedupKey: string }
  | { incidentId: string; isTold?: boolean; isRepeat?: boolean; isByPeople?: boolean }
  | { serviceName: string; heardSince: Date; isReported: boolean };

/** Alerts and samples of a service join its open incident until it has heard none for this long. */
export const JOINED_WITHIN_MS = 10 * 60_000;
/** One diagnosis for all that joins within this. */
const LOOKS_AGAIN_AFTER_MS = 5_000;

/**
 * Adds a sample or alert to the open incident that is meant; returns its id, or null when none is open. The snapshot follows the
 * newest sample, severity only rises, and the timeline and the audit chain hear of it only when something new is said: a bad minute has
 * many samples and one story. When the severity rises it is another story: title, description and labels follow, it is diagnosed again,
 * and an acknowledgement counts no more, because it was for something smaller.
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
  const breaks = input.over === undefined;
  // A service that stopped answering measures nothing: the last figures say more than none.
  const metrics = Object.keys(input.metricsSnapshot).length > 0 ? JSON.stringify(input.metricsSnapshot) : null;
  const sampledAt = input.sampledAt?.toISOString() ?? null;
  // Alerts bring figures along as well, which say nothing of whether they are bad.
  const isMeasured = input.source === "monitoring";
  await tx.$executeRaw`
    UPDATE incidents SET alert_count = alert_count + 1, updated_at = ${now}, last_alert_at = ${now},
      error_logs = coalesce(${newLines.length > 0 ? JSON.stringify(lines) : null}::jsonb, error_logs),
      metrics_snapshot = coalesce(${metrics}::jsonb, metrics_snapshot),
      metrics_sampled_at = CASE WHEN ${metrics}::jsonb IS NULL THEN metrics_sampled_at ELSE ${sampledAt}::timestamptz(3) END,
      health = coalesce(${input.health}::float8, health),
      kept_open_by = CASE WHEN NOT ${isMeasured} THEN kept_open_by END,
      quiet_ms = CASE WHEN ${breaks} AND quiet_since IS NOT NULL
        THEN quiet_ms + greatest(0, extract(epoch FROM ${now.toISOString()}::timestamptz(3) - quiet_since)::float8 * 1000) ELSE quiet_ms END,
      quiet_since = CASE WHEN NOT ${breaks} THEN quiet_since END
    WHERE id = ${open.id}::uuid`;
  if (rises) {
    const labels = input.labels && Object.keys(input.labels).length > 0 ? { labels: input.labels } : {};
    await tx.incident.update({ where: { id: open.id }, data: { severity: input.severity, ...words, ...labels } });
  }

  // What joins because of its service alone is about something else.
  const isOther = "heardSince" in which;
  const also = `${reporter} also reports: ${input.title}`;
  const isKnown = isOther
    ? await isSaid(tx, open.id, also)
    : open.alert_count > 1 || ("isTold" in which && which.isTold === true);
  if (isKnown && newLines.length === 0 && !rises) {
    publish(tx, ctx.organizationId, "incident.changed", open.id);
    return open.id;
  }
  const data = { source: input.source, health: input.health, new_lines: newLines };
  const firstNewLine = newLines[0] ? [newLines[0]] : [];
  if (rises) {
    // What was found out before may be about the smaller trouble.
    enqueue(tx, "diagnose", { organizationId: ctx.organizationId, incidentId: open.id });
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
    tell(tx, ctx, "worsen", told, {
      before: { severity, ...("title" in words && { title: open.title }) },
      after: { severity: input.severity, ...words },
    });
    const isByPeople = "isByPeople" in which && which.isByPeople === true;
    if (open.status === "acknowledged" && !isByPeople)
      await unacknowledgeIncidentIn(
        tx,
        ctx,
        open.id,
        "It got worse since it was acknowledged, so it waits for somebody again",
      );
  } else {
    if (isOther && input.isWatched) lookAgain(tx, ctx, open.id);
    tell(tx, ctx, "join", {
      incidentId: open.id,
      kind: "joined",
      text: [isOther ? also : `${reporter} reported it again`, ...firstNewLine].join(": "),
      data,
    });
  }
  return open.id;
}

/** What joined may be the real trouble, and what was found out before was about something else. */
const lookAgain = (tx: Tx, { organizationId }: Ctx, incidentId: string): void =>
  enqueue(
    tx,
    "diagnose",
    { organizationId, incidentId },
    {
      jobKey: `diagnose-again:${incidentId}`,
      runAt: new Date(clock.now().getTime() + LOOKS_AGAIN_AFTER_MS),
      // A storm must not put it off for as long as it lasts.
      keepsTime: true,
    },
  );

async function isSaid(tx: Tx, incidentId: string, text: string): Promise<boolean> {
  const said = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM timeline_entries WHERE incident_id = ${incidentId}::uuid AND kind = 'joined' AND starts_with(text, ${text}) LIMIT 1`;
  return said.length > 0;
}

/** Adds an alert to this incident, for other rooms; false when it is resolved. */
export const joinIncidentIn = async (
  tx: Tx,
  ctx: Ctx,
  which: { incidentId: string; isRepeat?: boolean; isByPeople?: boolean },
  raw: Sighting,
): Promise<boolean> => (await joinOpenIncident(tx, ctx, which, storable(raw))) !== null;

/** Locked: two alerts that join at once must not both append to the lines they read. */
const lockOpen = (tx: Tx, { organizationId }: Ctx, which: Which): Promise<Joinable | undefined> =>
  holdOrLetGo(
    tx,
    () => tx.$queryRaw<Joinable[]>`
      SELECT id, title, severity, status, error_logs, alert_count FROM incidents
      WHERE organization_id = ${organizationId}::uuid AND status <> 'resolved' AND ${meant(which)}
      ORDER BY created_at DESC, id DESC LIMIT 1 FOR UPDATE`,
  );

function meant(which: Which): Prisma.Sql {
  if ("dedupKey" in which) return Prisma.sql`dedup_key = ${which.dedupKey}`;
  if ("incidentId" in which) return Prisma.sql`id = ${which.incidentId}::uuid`;
  const { serviceName, heardSince, isReported } = which;
  return Prisma.sql`service_name = ${serviceName} AND last_alert_at >= ${heardSince.toISOString()}::timestamptz(3)
    AND (NOT ${isReported} OR EXISTS (SELECT 1 FROM signals WHERE incident_id = incidents.id))`;
}

/** For each of these, whether there is one that could be joined, without its lock: mostly there is none, and one look tells. */
export async function couldJoin(tx: Tx, { organizationId }: Ctx, all: Which[]): Promise<boolean[]> {
  const looks = all.map(
    (which) =>
      Prisma.sql`EXISTS (SELECT 1 FROM incidents
        WHERE organization_id = ${organizationId}::uuid AND status <> 'resolved' AND ${meant(which)})`,
  );
  const [found] = await tx.$queryRaw<{ could: boolean[] }[]>`SELECT ARRAY[${Prisma.join(looks)}] AS could`;
  return found?.could ?? [];
}

/** Gives the incident the words of a sighting, except where people have put their own: what it said before was about another time. */
export async function putWords(tx: Tx, incidentId: string, input: Sighting): Promise<void> {
  const words = await newWords(tx, incidentId, input);
  if (Object.keys(words).length > 0) await tx.incident.update({ where: { id: incidentId }, data: words });
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
