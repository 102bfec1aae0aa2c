import { openIncident, tellOfIncident } from "@/lib/incidents";
import { sourceTitles } from "@/lib/integrations/contract";
import { serviceOfAlert } from "@/lib/monitoring";
import { holdOrganization } from "@/lib/platform/hold-organization";
import type { Applied, Held } from "./held";
import { causeOf } from "./named";
import { REOPENED_WITHIN_MS } from "./raise";
import { sightingOf } from "./sighting";

/**
 * A fire that newer word has overtaken. Where its resolve came first and it was never heard of, it becomes an incident that is over by the
 * time it is opened, once: somebody may ask what happened. Everything else is stale.
 */
export async function fireLate(held: Held): Promise<Applied> {
  const { tx, ctx, integration, alert, at, now, signal } = held;
  const { fireMissingAfter, incidentId: ownId } = signal;
  if (signal.status === "firing" || fireMissingAfter === null || at <= fireMissingAfter) {
    return { outcome: "stale", incidentId: ownId };
  }
  await tx.signal.update({
    where: { id: signal.id },
    data: { fireMissingAfter: null, ...(alert.at && { firedSaidAt: alert.at }) },
  });
  // In its own time it would have joined or reopened the signal's incident, and that is as resolved as it should be.
  const own = ownId ? await whereItStands(held, ownId) : null;
  const isRecent = (resolvedAt: Date) => now.getTime() - resolvedAt.getTime() < REOPENED_WITHIN_MS;
  if (own && (own.resolvedAt === null || isRecent(own.resolvedAt))) return { outcome: "stale", incidentId: own.id };

  const service = await serviceOfAlert(tx, ctx, held.serviceName, held.looking);
  const title = sourceTitles[integration.source];
  // Others that are late at the same time pass one by one, and find each other's.
  holdOrganization(tx, ctx.organizationId);
  const past = held.isOfService ? await pastOf(held, service.name) : null;
  const opened = past
    ? ({ outcome: "joined", incidentId: past } as const)
    : await openIncident(tx, ctx, {
        ...sightingOf(held, service),
        serviceId: service.id,
        serviceName: service.name,
        affectedSystem: alert.service?.trim() || service.name,
        cause: causeOf(integration, alert),
        ...(held.isOfService && { joins: "any" as const }),
        over: `It was over before word of it came: ${title} says that it lasted from ${at.toISOString()} to ${signal.changedAt.toISOString()}`,
      });
  if (past) {
    tellOfIncident(tx, ctx, "join", {
      incidentId: past,
      kind: "joined",
      text: `${title} also reported, when it was over: ${alert.title}`,
    });
  }
  if (opened.incidentId === null) return { outcome: "suppressed", incidentId: null, serviceName: service.name };
  await tx.signal.update({
    where: { id: signal.id },
    data: { incidentId: opened.incidentId, serviceId: service.id, serviceName: service.name },
  });
  return { outcome: opened.outcome, incidentId: opened.incidentId, serviceName: service.name };
}

/** Without its lock: whoever opens holds the organization first. */
export const whereItStands = ({ tx, ctx }: Held, incidentId: string) =>
  tx.incident.findFirst({
    where: { id: incidentId, organizationId: ctx.organizationId },
    select: { id: true, resolvedAt: true },
  });

/** An incident of the same service that was over just as soon: several alerts of one trouble are one incident then, too. */
async function pastOf({ tx, ctx, integration, now }: Held, serviceName: string): Promise<string | null> {
  const past = await tx.incident.findFirst({
    where: {
      organizationId: ctx.organizationId,
      serviceName,
      status: "resolved",
      alertSource: integration.source,
      resolvedAt: { gt: new Date(now.getTime() - REOPENED_WITHIN_MS) },
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: { id: true },
  });
  return past?.id ?? null;
}
