import type { Ctx } from "@/lib/auth";
import type { Tx } from "@/lib/platform/db";
import { IncidentStatus } from "./contract";

export type Locked = {
  id: string;
  status: IncidentStatus;
  /** Who opened it: `monitoring`, `manual`, `api`, or the name of a webhook's source. */
  source: string;
  heldByExecution: string | null;
  /** The person who opened it again, as long as its trouble was not measured since. */
  keptOpenBy: string | null;
  resolvedAt: Date | null;
};

/**
 * Where an incident stands, locked until the caller's transaction ends: nobody resolves, joins or takes hold of it meanwhile. Null when
 * the organization has none with this id.
 */
export async function lockIncident(tx: Tx, { organizationId }: Ctx, incidentId: string): Promise<Locked | null> {
  const [row] = await tx.$queryRaw<(Omit<Locked, "status"> & { status: string })[]>`
    SELECT id, status, alert_source AS source, held_by_execution AS "heldByExecution", kept_open_by AS "keptOpenBy", resolved_at AS "resolvedAt"
    FROM incidents
    WHERE id = ${incidentId}::uuid AND organization_id = ${organizationId}::uuid FOR UPDATE`;
  return row ? { ...row, status: IncidentStatus.parse(row.status) } : null;
}
