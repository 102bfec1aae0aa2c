import type { z } from "zod";
import { recordAudit } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { publish } from "@/lib/events";
import { clock } from "@/lib/platform/clock";
import { seal } from "@/lib/platform/crypto";
import { inTransaction } from "@/lib/platform/db";
import { conflict, notFound } from "@/lib/platform/errors";
import { type ServiceView, UpdateService } from "./contract";
import { findService, presentOne } from "./get-service";
import { refuseUnmanaged, type ServiceRow } from "./watched";

/** Changes how a service is reached or how often it is probed; the next probe is due at once. Throws `not_found`, or `conflict` for a practice service and for one known from alerts alone. */
export async function updateService(ctx: Ctx, name: string, raw: z.input<typeof UpdateService>): Promise<ServiceView> {
  require(ctx, "configure");
  const { password, interval_ms: intervalMs, ...changes } = UpdateService.parse(raw);
  const row = await inTransaction(async (tx) => {
    const found = await findService(tx, ctx, name);
    refuseSandbox(found, "changed");
    refuseUnmanaged(found);
    const [changed] = await tx.service.updateManyAndReturn({
      where: { id: found.id, deletedAt: null },
      data: {
        ...changes,
        ...(password !== undefined && { passwordSealed: password === null ? null : seal(password) }),
        ...(intervalMs !== undefined && { intervalMs }),
        // A probe that is under way loses its claim by this: it looked at the old address.
        nextProbeAt: clock.now(),
      },
    });
    if (!changed) throw notFound("The service");
    publish(tx, ctx.organizationId, "service.changed", found.id);
    recordAudit(tx, ctx, {
      verb: "service.update",
      subject: { kind: "service", id: found.id },
      data: {
        before: told(found, raw),
        after: told(changed, raw),
        ...(password !== undefined && { credential: password === null ? "removed" : "replaced" }),
      },
    });
    return changed;
  });
  return presentOne(row);
}

/** The fields that a change names, as a row has them; never the password. */
function told(row: ServiceRow, changes: object): Record<string, unknown> {
  const { host, port, database, username, intervalMs: interval_ms } = row;
  const all = { host, port, database, username, interval_ms };
  return Object.fromEntries(Object.entries(all).filter(([field]) => field in changes));
}

/** Practice services belong to the sandbox, which registers them again as it finds them. */
export function refuseSandbox(row: ServiceRow, verb: string): void {
  if (!row.isSandbox) return;
  throw conflict(`${row.name} is a practice service: it is managed by the sandbox and cannot be ${verb} here`);
}
