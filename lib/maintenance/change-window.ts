import { recordAudit } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { publish } from "@/lib/events";
import { clock } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db";
import { conflict } from "@/lib/platform/errors";
import { storable } from "@/lib/platform/storable";
import { nextChangeAt, requireUnchanged } from "@/lib/platform/unchanged-since";
import { ChangeMaintenanceWindow, type MaintenanceWindowView } from "./contract";
import { namesOf } from "./create-window";
import { holdWindow, presentWindow, recorded, stateOf } from "./present-window";
import { checkTimes } from "./times";

/**
 * Changes a window that is planned or active. Throws `not_found`, `invalid`, or `conflict` when it is over or cancelled, or was changed
 * since the caller read it.
 */
export async function changeWindow(ctx: Ctx, id: string, raw: ChangeMaintenanceWindow): Promise<MaintenanceWindowView> {
  require(ctx, "operate");
  const { updated_at: seen, ...changes } = storable(ChangeMaintenanceWindow.parse(raw));
  return inTransaction(async (tx) => {
    const before = await holdWindow(tx, ctx, id);
    const now = clock.now();
    const state = stateOf(before, now);
    if (state === "over" || state === "cancelled") throw conflict(`This window is ${state}; plan another one`);
    await requireUnchanged("window", before, seen, (row) => presentWindow(row, tx));
    const startsAt = changes.starts_at ? new Date(changes.starts_at) : before.startsAt;
    const endsAt = changes.ends_at ? new Date(changes.ends_at) : before.endsAt;
    checkTimes(startsAt, endsAt, now);
    const after = await tx.maintenanceWindow.update({
      where: { id: before.id },
      data: {
        name: changes.name,
        reason: changes.reason,
        serviceNames: changes.service_names && namesOf(changes.service_names),
        startsAt,
        endsAt,
        updatedAt: nextChangeAt(before),
        updatedBy: ctx.actor.name,
      },
    });
    publish(tx, ctx.organizationId, "maintenance.changed", after.id);
    recordAudit(tx, ctx, {
      verb: "maintenance.change",
      subject: { kind: "maintenance_window", id: after.id },
      data: { before: recorded(before), after: recorded(after) },
    });
    return presentWindow(after, tx);
  });
}
