import { clock } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";

/** Lets the worker probe a service as soon as the caller's transaction has committed, rather than at the end of its interval. */
export async function probeSoon(tx: Tx, serviceId: string): Promise<void> {
  const now = clock.now();
  await tx.service.updateMany({ where: { id: serviceId, nextProbeAt: { gt: now } }, data: { nextProbeAt: now } });
}
