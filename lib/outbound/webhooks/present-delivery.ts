import type { WebhookDeliveryView } from "../contract";
import type { DeliveryRow } from "./row";

export const presentDelivery = (row: Omit<DeliveryRow, "body">): WebhookDeliveryView => ({
  id: row.id,
  webhook_id: row.webhookId,
  incident_id: row.incidentId,
  event_type: row.eventType,
  state: row.state as WebhookDeliveryView["state"],
  attempts: row.attempts,
  next_attempt_at: row.nextAttemptAt?.toISOString() ?? null,
  last_status: row.lastStatus,
  problem: row.lastError,
  duration_ms: row.durationMs,
  created_at: row.createdAt.toISOString(),
  finished_at: row.finishedAt?.toISOString() ?? null,
});
