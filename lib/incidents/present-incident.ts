import { type Prisma, prisma, type Tx } from "@/lib/platform/db";
import { IncidentStatus, type IncidentSummary, Severity } from "./contract";

export type IncidentRow = Prisma.IncidentGetPayload<Prisma.IncidentDefaultArgs>;

/** What of a row people are shown in short. */
export type ShownRow = Omit<
  IncidentRow,
  | "organizationId"
  | "openingHealth"
  | "openingMetrics"
  | "openingSampledAt"
  | "solution"
  | "lastAlertAt"
  | "heldByExecution"
  | "reopenedAt"
  | "updatedAt"
>;

/** The wire shape of an incident's row. `assigneeName` is the name of the member in `assigneeId`, when somebody is assigned. */
export function presentIncidentSummary(row: ShownRow, assigneeName: string | null): IncidentSummary {
  return {
    id: row.id,
    number: row.number,
    title: row.title,
    description: row.description,
    status: IncidentStatus.parse(row.status),
    severity: Severity.parse(row.severity),
    service_id: row.serviceId,
    service_name: row.serviceName,
    affected_system: row.affectedSystem,
    alert_source: row.alertSource,
    dedup_key: row.dedupKey,
    error_logs: row.errorLogs as string[],
    metrics_snapshot: row.metricsSnapshot as Record<string, unknown>,
    metrics_sampled_at: row.metricsSampledAt?.toISOString() ?? null,
    health: row.health,
    labels: row.labels as Record<string, string>,
    assignee: row.assigneeId ? { id: row.assigneeId, name: assigneeName ?? "A former member" } : null,
    created_at: row.createdAt.toISOString(),
    acknowledged_at: row.acknowledgedAt?.toISOString() ?? null,
    acknowledged_by: row.acknowledgedBy,
    resolved_at: row.resolvedAt?.toISOString() ?? null,
    resolved_by: row.resolvedBy,
    resolution: row.resolution,
    escalation: row.escalation,
    alert_count: row.alertCount,
    quiet_ms: Math.round(row.quietMs),
    quiet_since: row.quietSince?.toISOString() ?? null,
    kept_open_by: row.keptOpenBy,
  };
}

/** Several rows at once, with one query for the names of all assignees. */
export async function presentIncidents(
  rows: readonly IncidentRow[],
  through: Pick<Tx, "user"> = prisma(),
): Promise<IncidentSummary[]> {
  const assigneeIds = [...new Set(rows.flatMap((row) => row.assigneeId ?? []))];
  const users =
    assigneeIds.length > 0
      ? await through.user.findMany({ where: { id: { in: assigneeIds } }, select: { id: true, name: true } })
      : [];
  const names = new Map(users.map((user) => [user.id, user.name]));
  return rows.map((row) => presentIncidentSummary(row, names.get(row.assigneeId ?? "") ?? null));
}
