import type { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import { enqueue } from "@/lib/events";
import { inTransaction, type Tx } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { storable } from "@/lib/platform/storable";
import { CreateIncident, type IncidentSummary } from "./contract";
import { presentOne } from "./get-incident";
import { insertIncident } from "./insert-incident";
import { recentSampleOf } from "./opening-sample";
import { tell } from "./tell";

/**
 * Opens an incident by hand. Each is an incident of its own: what a person reports is never folded into another one. When it names a
 * service that is watched, in whatever case, its diagnosis is queued.
 */
export async function createIncident(ctx: Ctx, raw: z.input<typeof CreateIncident>): Promise<IncidentSummary> {
  require(ctx, "respond");
  const input = storable(CreateIncident.parse(raw));
  return inTransaction(async (tx) => {
    const service = input.service_name ? await namedService(tx, ctx, input.service_name) : null;
    const serviceName = service?.name ?? input.service_name ?? null;
    const source = ctx.actor.kind === "apiKey" ? "api" : "manual";
    const incident = await insertIncident(tx, ctx, {
      title: input.title,
      description: input.description,
      severity: input.severity,
      serviceId: service?.id ?? null,
      serviceName,
      affectedSystem: input.affected_system ?? serviceName ?? "unspecified",
      alertSource: source,
      dedupKey: `${source}:${newId()}`,
      errorLogs: service?.lastError ? [service.lastError] : [],
      metricsSnapshot: (service?.metrics ?? {}) as object,
      metricsSampledAt: service?.lastCheckedAt ?? null,
      health: service?.health ?? null,
      opening: recentSampleOf(service),
      labels: input.labels,
    });
    if (!incident) throw new Error("A dedup key that was just made is already in use");
    if (service) enqueue(tx, "diagnose", { organizationId: ctx.organizationId, incidentId: incident.id });
    const told = {
      incidentId: incident.id,
      kind: "opened" as const,
      text: `Opened by hand: ${incident.title}`,
      data: { severity: incident.severity, source },
    };
    tell(tx, ctx, "create", told, {
      before: null,
      after: { number: incident.number, status: "triggered", ...input },
    });
    return presentOne(tx, incident);
  });
}

/** By the rule for alerts: names that differ only in case mean the same service. */
async function namedService(tx: Tx, { organizationId }: Ctx, name: string) {
  const [found] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM services
    WHERE organization_id = ${organizationId}::uuid AND lower(name) = lower(${name}) AND deleted_at IS NULL LIMIT 1`;
  return found ? tx.service.findUnique({ where: { id: found.id } }) : null;
}
