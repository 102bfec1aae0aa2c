import type { Ctx } from "@/lib/auth";
import { enqueue } from "@/lib/events";
import { type WindowOver, windowOver } from "@/lib/maintenance";
import { clock } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import { holdOrganization, holdsOrganization } from "@/lib/platform/hold-organization";
import { storable } from "@/lib/platform/storable";
import { mergeLines } from "./error-lines";
import { insertIncident } from "./insert-incident";
import { couldJoin, JOINED_WITHIN_MS, joinOpenIncident, putWords, type Sighting } from "./join-incident";
import type { Sampled } from "./opening-sample";
import type { IncidentRow } from "./present-incident";
import { reopenIncidentIn } from "./reopen-incident";
import { resolveIncidentIn } from "./resolve-incident";
import { tell } from "./tell";

/**
 * `errorLogs` are the real error lines; distinct ones are kept, at most 50. What is `over` is resolved as soon as it is opened, in those
 * words, and nobody looks into it.
 */
export type OpenIncident = Sighting & {
  serviceId: string | null;
  serviceName: string;
  affectedSystem: string;
  /** What is wrong as far as the alert alone tells: `memory`, `down`, …; with the service's name it makes the dedup key. */
  cause: string;
  /** Also joins an open incident of the service about something else, when that has heard something lately; or one of alerts only. */
  joins?: "any" | "reported";
  /** A resolved incident that is the same trouble: opened again rather than opening another, unless it has been opened meanwhile. */
  reopens?: { incidentId: string; reason: string };
};
export type Opened =
  | { incidentId: string; outcome: "opened" | "joined" | "reopened" }
  | { incidentId: null; outcome: "suppressed"; window: WindowOver };

const ATTEMPTS = 3;

/**
 * Opens an incident in the caller's transaction, or joins the open one of the same service and cause: however many call at once, one
 * incident is open. Opening and reopening queue its diagnosis. While a maintenance window is over the service, nothing is opened or
 * reopened: `suppressed`. The caller has the right to (a loop, or a verb that checked). Holds the organization: in a transaction
 * that also resolves incidents, open first.
 */
export async function openIncident(tx: Tx, ctx: Ctx, raw: OpenIncident): Promise<Opened> {
  const input = storable(raw);
  const dedupKey = `${input.serviceName}:${input.cause}`;

  // Most samples of a bad minute join: they need not wait for others that open.
  const wasHeld = holdsOrganization(tx, ctx.organizationId);
  const [joined, window] = await Promise.all([
    join(tx, ctx, dedupKey, input),
    windowOver(tx, ctx.organizationId, input.serviceName, clock.now()),
  ]);
  if (joined) return joined;
  if (window) return { incidentId: null, outcome: "suppressed", window };
  holdOrganization(tx, ctx.organizationId);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const joinedLate = wasHeld && attempt === 1 ? null : await join(tx, ctx, dedupKey, input);
    if (joinedLate) return joinedLate;
    if (input.reopens && (await reopenIncidentIn(tx, ctx, { ...input.reopens, keptOpenBy: null }))) {
      const { incidentId } = input.reopens;
      await joinOpenIncident(tx, ctx, { incidentId, isTold: true }, input);
      await putWords(tx, incidentId, input);
      enqueue(tx, "diagnose", { organizationId: ctx.organizationId, incidentId });
      return { incidentId, outcome: "reopened" };
    }
    // Somebody has reopened it just now.
    const open = input.reopens && (await joinOpenIncident(tx, ctx, input.reopens, input));
    if (open) return { incidentId: open, outcome: "joined" };
    const incident = await insertIncident(tx, ctx, {
      title: input.title.slice(0, 200),
      description: input.description.slice(0, 20_000),
      severity: input.severity,
      serviceId: input.serviceId,
      serviceName: input.serviceName,
      affectedSystem: input.affectedSystem,
      alertSource: input.source,
      dedupKey,
      errorLogs: mergeLines([], input.errorLogs),
      metricsSnapshot: input.metricsSnapshot,
      metricsSampledAt: input.sampledAt ?? null,
      health: input.health,
      opening: sampledIn(input),
      labels: input.labels ?? {},
    });
    // Null: somebody without this lock opened one between our look and our insert. Look again.
    if (!incident) continue;
    tellOpened(tx, ctx, incident, input);
    if (input.over === undefined) {
      enqueue(tx, "diagnose", { organizationId: ctx.organizationId, incidentId: incident.id });
    } else await resolveIncidentIn(tx, ctx, { incidentId: incident.id, resolution: input.over });
    return { incidentId: incident.id, outcome: "opened" };
  }
  throw new Error(`No incident could be opened or joined for ${dedupKey}`);
}

/** Of what is over, the service as it is now tells nothing. */
const sampledIn = ({ sampledAt, over, health, metricsSnapshot }: Sighting): Sampled | null =>
  sampledAt && over === undefined ? { at: sampledAt, health, metrics: metricsSnapshot } : null;

async function join(tx: Tx, ctx: Ctx, dedupKey: string, input: OpenIncident): Promise<Opened | null> {
  const { serviceName, joins } = input;
  const heardSince = new Date(clock.now().getTime() - JOINED_WITHIN_MS);
  const same = { dedupKey };
  const ofService = { serviceName, heardSince, isReported: joins === "reported" };
  const wanted = joins === undefined ? [same] : [same, ofService];
  const could = await couldJoin(tx, ctx, wanted);
  for (const [index, which] of wanted.entries()) {
    // Null: it was resolved just now.
    const incidentId = could[index] && (await joinOpenIncident(tx, ctx, which, input));
    if (incidentId) return { incidentId, outcome: "joined" };
  }
  return null;
}

function tellOpened(tx: Tx, ctx: Ctx, incident: IncidentRow, input: OpenIncident): void {
  const told = {
    incidentId: incident.id,
    kind: "opened" as const,
    text: `Opened by ${input.reporter ?? input.source}: ${incident.title}`,
    data: { severity: input.severity, source: input.source, health: input.health },
  };
  const after = { number: incident.number, status: "triggered", title: incident.title, dedup_key: incident.dedupKey };
  tell(tx, ctx, "open", told, { before: null, after });
}
