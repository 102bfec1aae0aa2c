import type { Severity } from "@/lib/incidents/contract";
import type { OpenedIntegration } from "@/lib/integrations";
import { Prisma, type Tx } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { NEVER, type SignalRow } from "./held";

// By name: every alert asks for them, and a statement that is prepared must go on meaning the same while columns come and go.
const COLUMNS = Prisma.raw(`signals.id, signals.organization_id AS "organizationId", integration_id AS "integrationId",
  dedup_key AS "dedupKey", signals.status, changed_at AS "changedAt", signals.title, signals.severity, service_id AS "serviceId",
  signals.service_name AS "serviceName", source_ref AS "sourceRef", incident_id AS "incidentId", signals.alert_count AS "alertCount", turns,
  flapping_since AS "flappingSince", settles_at AS "settlesAt", suppressed_until AS "suppressedUntil",
  fire_missing_after AS "fireMissingAfter", fired_said_at AS "firedSaidAt", resolved_said_at AS "resolvedSaidAt",
  ack_changed_at AS "ackChangedAt", acknowledged_by AS "acknowledgedBy", signals.created_at AS "createdAt", signals.updated_at AS "updatedAt"`);

type Hearing = { dedupKey: string; title: string; severity: Severity; serviceName: string; now: Date };

/**
 * The signal that an alert is about, held until the transaction ends: of many senders of the same word one passes at a time. A new one
 * has heard nothing yet.
 */
export async function holdSignal(
  tx: Tx,
  { id, organizationId }: Pick<OpenedIntegration, "id" | "organizationId">,
  { dedupKey, title, severity, serviceName, now }: Hearing,
): Promise<SignalRow> {
  const at = now.toISOString();
  const [held] = await tx.$queryRaw<SignalRow[]>`
    INSERT INTO signals (id, organization_id, integration_id, dedup_key, status, changed_at, title, severity, service_name, alert_count,
      created_at, updated_at)
    VALUES (${newId()}::uuid, ${organizationId}::uuid, ${id}::uuid, ${dedupKey}, 'resolved', ${NEVER.toISOString()}::timestamptz(3),
      ${title}, ${severity}, ${serviceName}, 1, ${at}::timestamptz(3), ${at}::timestamptz(3))
    ON CONFLICT (integration_id, dedup_key) DO UPDATE SET alert_count = signals.alert_count + 1, updated_at = excluded.updated_at
    RETURNING ${COLUMNS}`;
  if (!held) throw new Error("A signal could not be held");
  return held;
}

/** The same for what says nothing about where a signal stands: null when nothing is known of it. */
export async function holdKnownSignal(tx: Tx, integrationId: string, dedupKey: string): Promise<SignalRow | null> {
  const [held] = await tx.$queryRaw<SignalRow[]>`
    UPDATE signals SET alert_count = alert_count + 1 WHERE integration_id = ${integrationId}::uuid AND dedup_key = ${dedupKey}
    RETURNING ${COLUMNS}`;
  return held ?? null;
}
