import type { Ctx } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { type Prisma, prisma, type Tx } from "@/lib/platform/db";
import { notFound } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";
import type { MaintenanceWindowView, WindowState } from "./contract";

export type WindowRow = Prisma.MaintenanceWindowGetPayload<Prisma.MaintenanceWindowDefaultArgs>;

/** How these windows look, in the order given. */
export async function presentWindows(rows: readonly WindowRow[], db: Tx = prisma()): Promise<MaintenanceWindowView[]> {
  const unknown = await unknownNames(rows, db);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    reason: row.reason,
    service_names: row.serviceNames,
    unknown_service_names: row.serviceNames.filter((name) => unknown.has(name)),
    starts_at: row.startsAt.toISOString(),
    ends_at: row.endsAt.toISOString(),
    state: stateOf(row, clock.now()),
    created_by: row.createdBy,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
    updated_by: row.updatedBy,
    cancelled_at: row.cancelledAt?.toISOString() ?? null,
    cancelled_by: row.cancelledBy,
  }));
}

export async function presentWindow(row: WindowRow, db: Tx): Promise<MaintenanceWindowView> {
  const [view] = await presentWindows([row], db);
  if (!view) throw new Error("A maintenance window could not be presented");
  return view;
}

/** The names that no service of the windows' organization has, whether it is watched or known from alerts alone. */
async function unknownNames(rows: readonly WindowRow[], db: Tx): Promise<ReadonlySet<string>> {
  const names = [...new Set(rows.flatMap(({ serviceNames }) => serviceNames))];
  const [row] = rows;
  if (!row || names.length === 0) return new Set();
  const unknown = await db.$queryRaw<{ name: string }[]>`
    SELECT name FROM unnest(${names}::text[]) AS named(name)
    WHERE name NOT IN (SELECT lower(name) FROM services WHERE organization_id = ${row.organizationId}::uuid AND deleted_at IS NULL)`;
  return new Set(unknown.map(({ name }) => name));
}

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
