import type { Ctx } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { rowOfOpening, type Sampled } from "./opening-sample";
import type { IncidentRow } from "./present-incident";

export type NewIncident = Pick<
  IncidentRow,
  | "title"
  | "description"
  | "severity"
  | "serviceId"
  | "serviceName"
  | "affectedSystem"
  | "alertSource"
  | "dedupKey"
  | "health"
  | "metricsSampledAt"
> & { errorLogs: string[]; metricsSnapshot: object; opening: Sampled | null; labels: Record<string, string> };

/** What the table says of every incident when it begins. */
const BEGUN = {
  status: "triggered",
  assigneeId: null,
  solution: null,
  escalation: null,
  alertCount: 1,
  heldByExecution: null,
  acknowledgedAt: null,
  acknowledgedBy: null,
  resolvedAt: null,
  resolvedBy: null,
  resolution: null,
  quietMs: 0,
  quietSince: null,
  reopenedAt: null,
  keptOpenBy: null,
} as const;

/**
 * Inserts an incident under the organization's next number; null when another open incident has its dedup key. The unique index
 * decides, by ON CONFLICT DO NOTHING: a violation would abort the transaction and nobody could join any more.
 */
export async function insertIncident(
  tx: Tx,
  ctx: Ctx,
  { opening, ...incident }: NewIncident,
): Promise<IncidentRow | null> {
  const { organizationId } = ctx;
  const [id, now] = [newId(), clock.now()];
  const { title, description, severity, serviceId, serviceName, affectedSystem, alertSource, dedupKey, health } =
    incident;
  const [errorLogs, metricsSnapshot, labels] = [incident.errorLogs, incident.metricsSnapshot, incident.labels].map(
    (json) => JSON.stringify(json),
  );
  const sampledAt = incident.metricsSampledAt?.toISOString() ?? null;
  // A number that is not used in the end is never used.
  const [inserted] = await tx.$queryRaw<Pick<IncidentRow, "number" | "errorLogs" | "metricsSnapshot" | "labels">[]>`
    WITH next AS (
      UPDATE organizations SET last_incident_number = last_incident_number + 1
      WHERE id = ${organizationId}::uuid RETURNING last_incident_number AS number)
    INSERT INTO incidents (id, organization_id, number, title, description, severity, service_id, service_name, affected_system, alert_source,
      dedup_key, error_logs, metrics_snapshot, metrics_sampled_at, health, opening_health, opening_metrics, opening_sampled_at, labels,
      created_at, updated_at, last_alert_at)
    SELECT ${id}::uuid, ${organizationId}::uuid, next.number, ${title}, ${description}, ${severity}, ${serviceId}::uuid, ${serviceName},
      ${affectedSystem}, ${alertSource}, ${dedupKey}, ${errorLogs}::jsonb, ${metricsSnapshot}::jsonb, ${sampledAt}::timestamptz(3), ${health}::float8,
      ${opening?.health ?? null}::float8, ${opening && JSON.stringify(opening.metrics)}::jsonb,
      ${opening?.at.toISOString() ?? null}::timestamptz(3), ${labels}::jsonb,
      ${now}::timestamptz, ${now}::timestamptz, ${now}::timestamptz
    FROM next ON CONFLICT DO NOTHING
    RETURNING number, error_logs AS "errorLogs", metrics_snapshot AS "metricsSnapshot", labels`;
  if (!inserted) return null;
  const times = { createdAt: now, updatedAt: now, lastAlertAt: now };
  return { ...BEGUN, ...incident, ...inserted, ...rowOfOpening(opening), ...times, id, organizationId };
}
