import type { Ctx } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import type { Prisma, Tx } from "@/lib/platform/db";
import { notFound } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";
import type { MaintenanceWindowView, WindowState } from "./contract";

export type WindowRow = Prisma.MaintenanceWindowGetPayload<Prisma.MaintenanceWindowDefaultArgs>;

export const presentWindow = (row: WindowRow): MaintenanceWindowView => ({
  id: row.id,
  name: row.name,
  reason: row.reason,
  service_names: row.serviceNames,
  starts_at: row.startsAt.toISOString(),
  ends_at: row.endsAt.toISOString(),
  state: stateOf(row, clock.now()),
  created_by: row.createdBy,
  created_at: row.createdAt.toISOString(),
  cancelled_at: row.cancelledAt?.toISOString() ?? null,
  cancelled_by: row.cancelledBy,
});

export function stateOf({ startsAt, endsAt, cancelledAt }: WindowRow, now: Date): WindowState {
  if (cancelledAt) return "cancelled";
  if (now < startsAt) return "planned";
  return now < endsAt ? "active" : "over";
}

/** The window of the caller's organization, held until the transaction ends. Throws `not_found`. */
export async function holdWindow(tx: Tx, { organizationId }: Ctx, id: string): Promise<WindowRow> {
  if (isId(id)) {
    await tx.$queryRaw`SELECT id FROM maintenance_windows WHERE id = ${id}::uuid AND organization_id = ${organizationId}::uuid FOR UPDATE`;
  }
  const row = isId(id) ? await tx.maintenanceWindow.findFirst({ where: { id, organizationId } }) : null;
  if (!row) throw notFound("The maintenance window");
  return row;
}

/** What the record says of a window. */
export const recorded = ({ name, reason, serviceNames, startsAt, endsAt }: WindowRow): Record<string, unknown> => ({
  name,
  reason,
  service_names: serviceNames,
  starts_at: startsAt.toISOString(),
  ends_at: endsAt.toISOString(),
});
