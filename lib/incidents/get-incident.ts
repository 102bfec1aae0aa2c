import { type Ctx, require } from "@/lib/auth";
import { pool, type Tx } from "@/lib/platform/db";
import { notFound } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";
import type { IncidentSummary } from "./contract";
import { type IncidentRow, presentIncidentSummary, presentIncidents, type ShownRow } from "./present-incident";

/** One incident of the caller's organization. Throws `not_found` for everything else, malformed ids included. */
export async function getIncident(ctx: Ctx, id: string): Promise<IncidentSummary> {
  require(ctx, "read");
  const { rows } = isId(id) ? await pool().query<Named>({ ...ONE, values: [id, ctx.organizationId] }) : { rows: [] };
  const [row] = rows;
  if (!row) throw notFound("The incident");
  return presentIncidentSummary(row, row.assigneeName);
}

type Named = ShownRow & { assigneeName: string | null };

// Raw, because it is asked for with each change that browsers are told of, while somebody waits.
const ONE = {
  name: "get-incident",
  text: `SELECT incidents.id, number, title, description, status, severity, service_id AS "serviceId", service_name AS "serviceName",
      affected_system AS "affectedSystem", alert_source AS "alertSource", dedup_key AS "dedupKey", error_logs AS "errorLogs",
      metrics_snapshot AS "metricsSnapshot", metrics_sampled_at AS "metricsSampledAt", health, labels, assignee_id AS "assigneeId",
      escalation, alert_count AS "alertCount", incidents.created_at AS "createdAt", acknowledged_at AS "acknowledgedAt",
      acknowledged_by AS "acknowledgedBy", resolved_at AS "resolvedAt", resolved_by AS "resolvedBy", resolution, quiet_ms AS "quietMs",
      quiet_since AS "quietSince", kept_open_by AS "keptOpenBy", users.name AS "assigneeName"
    FROM incidents LEFT JOIN users ON users.id = assignee_id
    WHERE incidents.id = $1::uuid AND incidents.organization_id = $2::uuid`,
};

/** The row itself, for the verbs of this room. */
export async function findIncident(through: Pick<Tx, "incident">, ctx: Ctx, id: string): Promise<IncidentRow> {
  const row = isId(id)
    ? await through.incident.findFirst({ where: { id, organizationId: ctx.organizationId } })
    : undefined;
  if (!row) throw notFound("The incident");
  return row;
}

export async function presentOne(through: Pick<Tx, "user">, row: IncidentRow): Promise<IncidentSummary> {
  const [summary] = await presentIncidents([row], through);
  if (!summary) throw new Error("An incident could not be presented");
  return summary;
}
