import { Severity } from "@/lib/incidents/contract";
import { SourceName } from "@/lib/integrations/contract";
import { prisma } from "@/lib/platform/db";
import { SignalView } from "./contract";
import type { SignalRow } from "./correlate/held";

/** How these signals look to people and programs, in the order given. */
export async function presentSignals(rows: readonly SignalRow[]): Promise<SignalView[]> {
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
