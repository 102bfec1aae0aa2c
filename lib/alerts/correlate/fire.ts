import { joinIncidentIn } from "@/lib/incidents";
import { Severity } from "@/lib/incidents/contract";
import { sourceTitles } from "@/lib/integrations/contract";
import { serviceOfAlert } from "@/lib/monitoring";
import { inPassing, type Tx } from "@/lib/platform/db";
import { storable } from "@/lib/platform/storable";
import { tellFlapping, turned } from "./flapping";
import { type Applied, type Held, minutes, type SignalRow } from "./held";
import { fireLate, whereItStands } from "./late-fire";
import { REOPENED_WITHIN_MS, raise } from "./raise";
import { sightingOf } from "./sighting";

/** Somebody has just resolved it and may well be right: the source is given this long to agree. */
const GRACE_MS = minutes(5);

const rankOf = (severity: Severity): number => Severity.options.indexOf(severity);

const keepFiring = (tx: Tx, firing: SignalRow) => tx.$executeRaw`
  UPDATE signals SET status = ${firing.status}, changed_at = ${firing.changedAt}, fired_said_at = ${firing.firedSaidAt},
    turns = ${firing.turns}::timestamptz[], flapping_since = ${firing.flappingSince}, title = ${firing.title}, severity = ${firing.severity},
    service_id = ${firing.serviceId}::uuid, service_name = ${firing.serviceName}, source_ref = ${JSON.stringify(firing.sourceRef)}::jsonb,
    settles_at = NULL, suppressed_until = NULL, fire_missing_after = NULL
  WHERE id = ${firing.id}::uuid`;

/** It fires. */
export async function fire(held: Held): Promise<Applied> {
  const { tx, ctx, integration, alert, at, now, severity, signal } = held;
  const wasFiring = signal.status === "firing";
  // A resolve of the same time wins: what begins and ends at once is over.
  if (at < signal.changedAt || (!wasFiring && at.getTime() === signal.changedAt.getTime())) return fireLate(held);

  const service = await serviceOfAlert(tx, ctx, held.serviceName, held.looking);
  const turning = wasFiring ? {} : turned(signal, at);
  const firing: SignalRow = {
    ...signal,
    ...turning,
    status: "firing",
    changedAt: at,
    firedSaidAt: alert.at ?? signal.firedSaidAt,
    title: storable(alert.title).slice(0, 200),
    severity,
    serviceId: service.id,
    serviceName: service.name,
    sourceRef: alert.ref ? storable(alert.ref) : signal.sourceRef,
    settlesAt: null,
    suppressedUntil: null,
    fireMissingAfter: null,
  };
  inPassing(tx, keepFiring(tx, firing));
  const begins = firing.flappingSince !== null && signal.flappingSince === null;
  const done = async (outcome: Applied["outcome"], incidentId: string | null): Promise<Applied> => {
    if (begins && incidentId !== null) await tellFlapping({ ...held, signal: firing }, incidentId);
    return { outcome, incidentId, serviceName: service.name };
  };
  const { incidentId } = signal;
  // Said again, it is as bad as it was: a severity that people have lowered since then stays so.
  const isRepeat = wasFiring && rankOf(severity) >= rankOf(Severity.parse(signal.severity));
  if (incidentId && (await joinIncidentIn(tx, ctx, { incidentId, isRepeat }, sightingOf(held, service)))) {
    if (wasFiring) return done("repeated", incidentId);
    return done(firing.flappingSince ? "held" : "joined", incidentId);
  }

  const own = incidentId ? await whereItStands(held, incidentId) : null;
  const resolvedForMs = own?.resolvedAt ? now.getTime() - own.resolvedAt.getTime() : Number.POSITIVE_INFINITY;
  if (own && wasFiring && resolvedForMs < GRACE_MS) return done("repeated", own.id);
  const title = sourceTitles[integration.source];
  const reopens =
    own && (wasFiring || resolvedForMs < REOPENED_WITHIN_MS)
      ? {
          incidentId: own.id,
          reason: wasFiring
            ? `${title} still reports it, ${Math.round(resolvedForMs / minutes(1))} minutes after it was resolved: ${alert.title}`
            : `It is back, ${title} reports: ${alert.title}`,
        }
      : undefined;
  const raised = await raise({ ...held, signal: firing }, service, reopens);
  return done(raised.outcome, raised.incidentId);
}
