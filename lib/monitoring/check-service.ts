import { type Ctx, require } from "@/lib/auth";
import { prisma } from "@/lib/platform/db";
import { conflict } from "@/lib/platform/errors";
import type { ServiceView } from "./contract";
import { findService, getService } from "./get-service";
import { probe } from "./probe";
import { recordSample } from "./record-sample";
import { refuseUnmanaged, watchedOf } from "./watched";

/**
 * Probes a service now and records the sample like any other: it can join or end an incident. A first bad one is confirmed by the
 * worker a second later. Takes up to 4 seconds. Throws `not_found`, or `conflict` with what to do when it cannot run here or is known
 * from alerts alone.
 */
export async function checkService(ctx: Ctx, name: string): Promise<ServiceView> {
  require(ctx, "respond");
  const row = await findService(prisma(), ctx, name);
  refuseUnmanaged(row);
  if (row.unavailableHint !== null) throw conflict(`${row.name} is not running here: ${row.unavailableHint}`);
  const watched = watchedOf(row);
  await recordSample(watched, await probe(watched), null);
  return getService(ctx, name);
}
