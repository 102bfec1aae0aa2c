import type { OpenedIntegration } from "@/lib/integrations";
import { clock } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import { holdOrganization } from "@/lib/platform/hold-organization";
import { newId } from "@/lib/platform/ids";
import type { Alert } from "../alert";
import { NEVER } from "./held";
import { keyOf, serviceNameOf, severityOf } from "./named";

/**
 * Takes the locks of several alerts that are applied in one transaction, before the first of them: their signals in the order of their
 * keys, then the organization. Two deliveries about many of the same things then pass one after the other; taken one by one,
 * the locks would be taken crosswise, and Postgres would end one of the two after a second. A single alert needs none of this.
 */
export async function holdAll(tx: Tx, integration: OpenedIntegration, alerts: readonly Alert[]): Promise<void> {
  const known = new Map(alerts.map((alert) => [keyOf(alert), alert]));
  const rows = [...known]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, alert]) => ({
      id: newId(),
      key,
      severity: severityOf(integration, alert.severity),
      service: serviceNameOf(integration, alert.service).serviceName,
    }));
  const [now, never] = [clock.now(), NEVER].map((time) => time.toISOString());
  // In this order, because a statement locks what is there already as it comes to it.
  await tx.$executeRaw`
    INSERT INTO signals (id, organization_id, integration_id, dedup_key, status, changed_at, title, severity, service_name, created_at, updated_at)
    SELECT id, ${integration.organizationId}::uuid, ${integration.id}::uuid, key, 'resolved', ${never}::timestamptz(3), '', severity, service,
      ${now}::timestamptz(3), ${now}::timestamptz(3)
    FROM ROWS FROM (jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS (id uuid, key text, severity text, service text))
      WITH ORDINALITY AS row(id, key, severity, service, place) ORDER BY place
    ON CONFLICT (integration_id, dedup_key) DO UPDATE SET updated_at = signals.updated_at`;
  holdOrganization(tx, integration.organizationId);
}
