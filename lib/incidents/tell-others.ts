import type { Ctx } from "@/lib/auth";
import type { Tx } from "@/lib/platform/db";
import { addTimelineEntry } from "./timeline";

export type Told = {
  /** What was changed, and for which incident: that one knows already. */
  serviceId: string;
  incidentId: string;
  /** When the change began. Who was resolved since then may owe it to that. */
  since: Date;
  /** What became of it, in words. */
  outcome: string;
  executionId: string;
};

/**
 * Tells the other incidents of a service, those that are open and those that were resolved meanwhile, of a run for one of them that has
 * changed it, in the caller's transaction. Whoever reads them later would believe that what they see came by itself. Returns their ids.
 * Locks no incident: entries of a story are only ever added.
 */
export async function tellOtherIncidents(tx: Tx, ctx: Ctx, told: Told): Promise<string[]> {
  const { serviceId, incidentId, executionId, outcome } = told;
  const since = told.since.toISOString();
  const { number } = await tx.incident.findUniqueOrThrow({ where: { id: incidentId }, select: { number: true } });
  // Apart, because each has an index of its own.
  const others = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM incidents
    WHERE organization_id = ${ctx.organizationId}::uuid AND service_id = ${serviceId}::uuid AND status <> 'resolved' AND id <> ${incidentId}::uuid
    UNION
    SELECT id FROM incidents
    WHERE organization_id = ${ctx.organizationId}::uuid AND service_id = ${serviceId}::uuid AND status = 'resolved'
      AND resolved_at >= ${since}::timestamptz(3) AND id <> ${incidentId}::uuid
    ORDER BY id`;
  for (const { id } of others)
    addTimelineEntry(tx, ctx, {
      incidentId: id,
      kind: "execution",
      text: `A run for #${number} changed this service: ${outcome}`,
      data: { of_incident: incidentId, of_number: number, execution_id: executionId },
    });
  return others.map(({ id }) => id);
}
