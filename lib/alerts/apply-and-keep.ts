import type { OpenedIntegration } from "@/lib/integrations";
import type { Prisma, Tx } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { storable } from "@/lib/platform/storable";
import type { Alert } from "./alert";
import { type AppliedAlert, applyAlert } from "./correlate/apply-alert";
import { keyOf } from "./correlate/named";

type Occurrence = {
  receivedAt: Date;
  /** Where it came from; null for what Nightshift noticed or fetched itself. */
  delivery: { id: string; position: number } | null;
};

/** Lets an alert change what it changes, and keeps it with what became of it, in the caller's transaction. */
export async function applyAndKeep(
  tx: Tx,
  integration: OpenedIntegration,
  alert: Alert,
  { receivedAt, delivery }: Occurrence,
): Promise<AppliedAlert> {
  const applied = await applyAlert(tx, integration, alert, receivedAt);
  const { description, labels, links, errorLines, by } = alert;
  await tx.alert.create({
    data: {
      id: newId(),
      organizationId: integration.organizationId,
      integrationId: integration.id,
      deliveryId: delivery?.id ?? null,
      position: delivery?.position ?? 0,
      signalId: applied.signalId,
      incidentId: applied.incidentId,
      source: integration.source,
      dedupKey: keyOf(alert),
      action: alert.action,
      severity: applied.severity,
      title: storable(alert.title),
      serviceName: applied.serviceName,
      at: alert.at ?? receivedAt,
      receivedAt,
      outcome: applied.outcome,
      details: storable({ description, labels, links, error_lines: errorLines, by }) as Prisma.InputJsonObject,
    },
  });
  return applied;
}
