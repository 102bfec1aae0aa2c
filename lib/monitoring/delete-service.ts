import { recordAudit } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { publish } from "@/lib/events";
import { clock } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db";
import { notFound } from "@/lib/platform/errors";
import { findService } from "./get-service";
import { refuseSandbox } from "./update-service";

/**
 * Stops watching a service. Its incidents stay, open ones too: that it is no longer watched does not mean that it is well. Throws
 * `not_found`, or `conflict` for a practice service.
 */
export async function deleteService(ctx: Ctx, name: string): Promise<{ id: string; name: string }> {
  require(ctx, "configure");
  return inTransaction(async (tx) => {
    const found = await findService(tx, ctx, name);
    refuseSandbox(found, "deleted");
    const { count } = await tx.service.updateMany({
      where: { id: found.id, deletedAt: null },
      // What cannot be reached any more needs no password any more.
      data: { deletedAt: clock.now(), passwordSealed: null, appPasswordSealed: null },
    });
    if (count === 0) throw notFound("The service");
    publish(tx, ctx.organizationId, "service.changed", found.id);
    recordAudit(tx, ctx, {
      verb: "service.delete",
      subject: { kind: "service", id: found.id },
      data: {
        before: { name: found.name, kind: found.kind, host: found.host, port: found.port, target: found.targetName },
        after: null,
      },
    });
    return { id: found.id, name: found.name };
  });
}
