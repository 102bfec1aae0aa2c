import { acknowledgeIncidentIn, openIncident, tellOfIncident } from "@/lib/incidents";
import { probeSoon, type ServiceOfAlert } from "@/lib/monitoring";
import { MOST_UNMANAGED } from "@/lib/monitoring/contract";
import { inPassing } from "@/lib/platform/db";
import { type Applied, ctxOf, type Held, minutes } from "./held";
import { causeOf } from "./named";
import { sightingOf } from "./sighting";

/** What comes back this soon is the same incident. */
export const REOPENED_WITHIN_MS = minutes(10);

/** Opens, reopens or joins the incident of a signal that fires and has none that is open, unless a maintenance window is over it. */
export async function raise(
  held: Held,
  service: ServiceOfAlert,
  reopens?: { incidentId: string; reason: string },
): Promise<Applied> {
  const { tx, ctx, integration, alert, at, signal } = held;
  const opened = await openIncident(tx, ctx, {
    ...sightingOf(held, service),
    serviceId: service.id,
    serviceName: service.name,
    affectedSystem: alert.service?.trim() || service.name,
    cause: causeOf(integration, alert),
    // What names no service has nothing but its source in common with others like it.
    ...(held.isOfService && { joins: "any" as const }),
    reopens,
  });
  const window = opened.outcome === "suppressed" ? opened.window : null;
  inPassing(
    tx,
    tx.$executeRaw`
      UPDATE signals SET suppressed_until = ${window?.endsAt ?? null}, incident_id = coalesce(${opened.incidentId}::uuid, incident_id)
      WHERE id = ${signal.id}::uuid`,
  );
  if (opened.outcome === "suppressed") return { outcome: "suppressed", incidentId: null };
  const { incidentId, outcome } = opened;
  if (outcome !== "joined") {
    if (service.isManaged && service.id) await probeSoon(tx, service.id);
    if (service.id === null) await tellUnlisted(held, incidentId, service.name);
    // Somebody at the source was on it before we heard of it.
    if (signal.acknowledgedBy !== null && signal.ackChangedAt && signal.ackChangedAt >= at) {
      await acknowledgeIncidentIn(tx, ctxOf(integration, signal.acknowledgedBy), incidentId);
    }
  }
  return { outcome, incidentId };
}

const tellUnlisted = ({ tx, ctx }: Held, incidentId: string, name: string) =>
  tellOfIncident(tx, ctx, "unlisted", {
    incidentId,
    kind: "changed",
    text: `${name} was not entered as a service, because ${MOST_UNMANAGED.toLocaleString("en")} are known from alerts alone; delete some, or add it by hand`,
  });
