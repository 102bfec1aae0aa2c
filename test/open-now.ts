import type { Ctx } from "@/lib/auth";
import { type OpenIncident, openIncident } from "@/lib/incidents";
import { inTransaction } from "@/lib/platform/db";

/** Opens an incident where no maintenance window is in the way, in a transaction of its own. */
export async function openNow(ctx: Ctx, sighting: OpenIncident): Promise<{ incidentId: string; outcome: string }> {
  const opened = await inTransaction((tx) => openIncident(tx, ctx, sighting));
  if (opened.incidentId === null) throw new Error("A maintenance window was in the way");
  return opened;
}
