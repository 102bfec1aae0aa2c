import { type Ctx, require } from "@/lib/auth";
import { getIncident } from "@/lib/incidents";
import { Severity } from "@/lib/incidents/contract";
import { SourceName } from "@/lib/integrations/contract";
import { prisma } from "@/lib/platform/db";
import { type IncidentAlerts, SignalView } from "./contract";
import type { SignalRow } from "./correlate/held";
import { presentAlerts } from "./present-alert";

const MOST = 100;

/**
 * What came in about an incident: where each thing stands, what fires first, at most 100 with the count of all; and the newest 100 alerts.
 * Throws `not_found`.
 */
export async function listIncidentAlerts(ctx: Ctx, incidentId: string): Promise<IncidentAlerts> {
  require(ctx, "read");
  const { id } = await getIncident(ctx, incidentId);
  const where = { incidentId: id, organizationId: ctx.organizationId };
  const [signals, counts, alerts, total] = await Promise.all([
    prisma().signal.findMany({
      where,
      orderBy: [{ status: "asc" }, { changedAt: "desc" }, { id: "desc" }],
      take: MOST,
    }),
    prisma().signal.groupBy({ by: ["status"], where, _count: true }),
    prisma().alert.findMany({ where, orderBy: { id: "desc" }, take: MOST }),
    prisma().alert.count({ where }),
  ]);
  const countOf = (status: string) => counts.find((one) => one.status === status)?._count ?? 0;
  return {
    signals: await presentSignals(signals),
    signals_total: { firing: countOf("firing"), resolved: countOf("resolved"), lost: countOf("lost") },
    alerts: await presentAlerts(alerts),
    total,
  };
}

async function presentSignals(rows: SignalRow[]): Promise<SignalView[]> {
  const integrations = await prisma().integration.findMany({
    where: { id: { in: rows.map(({ integrationId }) => integrationId) } },
    select: { id: true, name: true, source: true },
  });
  const known = new Map(integrations.map((integration) => [integration.id, integration]));
  return rows.flatMap((row) => {
    const integration = known.get(row.integrationId);
    if (!integration) return [];
    const { url } = row.sourceRef as { url?: string | null };
    return {
      id: row.id,
      integration: integration.name,
      source: SourceName.parse(integration.source),
      dedup_key: row.dedupKey,
      title: row.title,
      status: SignalView.shape.status.parse(row.status),
      severity: Severity.parse(row.severity),
      changed_at: row.changedAt.toISOString(),
      alert_count: row.alertCount,
      flapping_since: row.flappingSince?.toISOString() ?? null,
      settles_at: row.settlesAt?.toISOString() ?? null,
      suppressed_until: row.suppressedUntil?.toISOString() ?? null,
      url: url ?? null,
    };
  });
}
