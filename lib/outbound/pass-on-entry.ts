import { systemCtx } from "@/lib/auth";
import { getIncident } from "@/lib/incidents";
import { inTransaction, prisma } from "@/lib/platform/db";
import { queueDeliveries } from "./webhooks/queue-deliveries";
import { queueWords } from "./word-backs/queue-words";

/**
 * Tells whoever outside asked to hear of it what a timeline entry says: every webhook that wants its event, and the sources of its
 * incident that hear word back. Each is a row and a job of its own from here on. Safe to run twice.
 */
export async function passOnEntry({
  organizationId,
  entryId,
}: {
  organizationId: string;
  entryId: string;
}): Promise<void> {
  const entry = await prisma().timelineEntry.findFirst({ where: { id: entryId, organizationId } });
  if (!entry) return;
  const incident = await getIncident(systemCtx(organizationId, "pass-on"), entry.incidentId);
  await inTransaction(async (tx) => {
    await queueDeliveries(tx, entry, incident);
    await queueWords(tx, entry);
  });
}
