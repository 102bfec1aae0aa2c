import { inPassing, type Tx } from "@/lib/platform/db";

/**
 * Queues the telling of a timeline entry to whoever outside asked to hear of it, in the caller's transaction: sources that hear word
 * back, and webhooks. Nothing is queued while nobody does, because most organizations have many entries and no listeners.
 */
export function passOn(tx: Tx, organizationId: string, entryId: string): void {
  const payload = JSON.stringify({ organizationId, entryId });
  inPassing(
    tx,
    tx.$executeRaw`
      SELECT graphile_worker.add_job('pass_on', payload := ${payload}::json, max_attempts := 10)
      WHERE EXISTS (SELECT 1 FROM integrations WHERE organization_id = ${organizationId}::uuid AND hears AND deleted_at IS NULL)
         OR EXISTS (SELECT 1 FROM webhooks WHERE organization_id = ${organizationId}::uuid AND NOT is_paused AND deleted_at IS NULL)`,
  );
}
