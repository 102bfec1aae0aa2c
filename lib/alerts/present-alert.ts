import { Severity } from "@/lib/incidents/contract";
import { SourceName } from "@/lib/integrations/contract";
import { type Prisma, prisma, type Tx } from "@/lib/platform/db";
import { AlertAction, AlertOutcome, type AlertView } from "./contract";

type AlertRow = Prisma.AlertGetPayload<Prisma.AlertDefaultArgs>;

/** How these alerts look to people and programs, in the order given. An integration that was deleted keeps its name in them. */
export async function presentAlerts(rows: readonly AlertRow[], db: Tx = prisma()): Promise<AlertView[]> {
  const ids = [...new Set(rows.map(({ integrationId }) => integrationId))];
  const integrations =
    ids.length > 0
      ? await db.integration.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })
      : [];
  const names = new Map(integrations.map(({ id, name }) => [id, name]));
  return rows.map((row) => {
    const { description, labels, links } = row.details as Partial<Pick<AlertView, "description" | "labels" | "links">>;
    return {
      id: row.id,
      integration: names.get(row.integrationId) ?? row.source,
      source: SourceName.parse(row.source),
      action: AlertAction.parse(row.action),
      outcome: AlertOutcome.parse(row.outcome),
      title: row.title,
      description: description ?? "",
      severity: Severity.parse(row.severity),
      service_name: row.serviceName,
      dedup_key: row.dedupKey,
      labels: labels ?? {},
      links: links ?? [],
      at: row.at.toISOString(),
      received_at: row.receivedAt.toISOString(),
      incident_id: row.incidentId,
      delivery_id: row.deliveryId,
    };
  });
}
