import { recordAudit } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { publish } from "@/lib/events";
import { clock } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { storable } from "@/lib/platform/storable";
import { CreateMaintenanceWindow, type MaintenanceWindowView } from "./contract";
import { presentWindow, recorded } from "./present-window";
import { checkTimes } from "./times";

/**
 * Plans a maintenance window; it begins at once when no start is given. What fires about its services meanwhile opens nothing, and what
 * still fires when it ends opens its incident then. Incidents that are open go on as ever. Needs `operate`, because it keeps silent what
 * would wake people. Throws `invalid` for times that make no sense.
 */
export async function createWindow(ctx: Ctx, raw: CreateMaintenanceWindow): Promise<MaintenanceWindowView> {
  require(ctx, "operate");
  const input = storable(CreateMaintenanceWindow.parse(raw));
  const now = clock.now();
  const startsAt = input.starts_at ? new Date(input.starts_at) : now;
  const endsAt = new Date(input.ends_at);
  checkTimes(startsAt, endsAt, now);
  return inTransaction(async (tx) => {
    const row = await tx.maintenanceWindow.create({
      data: {
        id: newId(),
        organizationId: ctx.organizationId,
        name: input.name,
        reason: input.reason,
        serviceNames: namesOf(input.service_names),
        startsAt,
        endsAt,
        createdBy: ctx.actor.name,
        createdAt: now,
        updatedAt: now,
      },
    });
    publish(tx, ctx.organizationId, "maintenance.changed", row.id);
    recordAudit(tx, ctx, {
      verb: "maintenance.create",
      subject: { kind: "maintenance_window", id: row.id },
      data: { before: null, after: recorded(row) },
    });
    return presentWindow(row, tx);
  });
}

/** As they are compared: in lower case, each once. */
export const namesOf = (names: readonly string[]): string[] => [...new Set(names.map((name) => name.toLowerCase()))];
