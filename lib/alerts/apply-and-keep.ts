import type { OpenedIntegration } from "@/lib/integrations";
import { inPassing, type Tx } from "@/lib/platform/db";
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
  const details = JSON.stringify(storable({ description, labels, links, error_lines: errorLines, by }));
  const kept = tx.$executeRaw`
    INSERT INTO alerts (id, organization_id, integration_id, delivery_id, position, signal_id, incident_id, source, dedup_key, action, severity,
      title, service_name, at, received_at, outcome, details)
    VALUES (${newId()}::uuid, ${integration.organizationId}::uuid, ${integration.id}::uuid, ${delivery?.id ?? null}::uuid,
      ${delivery?.position ?? 0}, ${applied.signalId}::uuid, ${applied.incidentId}::uuid, ${integration.source}, ${keyOf(alert)},
      ${alert.action}, ${applied.severity}, ${storable(alert.title)}, ${applied.serviceName}, ${alert.at ?? receivedAt}, ${receivedAt},
      ${applied.outcome}, ${details}::jsonb)`;
  inPassing(tx, kept);
  return applied;
}
