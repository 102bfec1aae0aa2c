import { recordAudit } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { publish } from "@/lib/events";
import { clock } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db";
import { conflict } from "@/lib/platform/errors";
import type { MaintenanceWindowView } from "./contract";
import { holdWindow, presentWindow, stateOf } from "./present-window";

/** Ends a window before its time: what fires then opens its incident a moment later. Throws `not_found`, or `conflict` when it has ended. */
export async function cancelWindow(ctx: Ctx, id: string): Promise<MaintenanceWindowView> {
  require(ctx, "operate");
  return inTransaction(async (tx) => {
    const before = await holdWindow(tx, ctx, id);
    const now = clock.now();
    const state = stateOf(before, now);
    if (state === "over" || state === "cancelled") throw conflict(`This window is already ${state}`);
    const after = await tx.maintenanceWindow.update({
      where: { id: before.id },
      data: { cancelledAt: now, cancelledBy: ctx.actor.name },
    });
    publish(tx, ctx.organizationId, "maintenance.changed", after.id);
    recordAudit(tx, ctx, {
      verb: "maintenance.cancel",
      subject: { kind: "maintenance_window", id: after.id },
      data: { before: { state }, after: { state: "cancelled" } },
    });
    return presentWindow(after, tx);
  });
}
