import type { Tx } from "@/lib/platform/db";

export type WindowOver = { id: string; name: string; endsAt: Date };

/** The maintenance window that is over a service now, in the caller's transaction: of several the one that ends last. */
export async function windowOver(
  tx: Tx,
  organizationId: string,
  serviceName: string,
  now: Date,
): Promise<WindowOver | null> {
  return tx.maintenanceWindow.findFirst({
    where: {
      organizationId,
      cancelledAt: null,
      startsAt: { lte: now },
      endsAt: { gt: now },
      OR: [{ serviceNames: { isEmpty: true } }, { serviceNames: { has: serviceName.toLowerCase() } }],
    },
    orderBy: { endsAt: "desc" },
    select: { id: true, name: true, endsAt: true },
  });
}
