import { recordAudit } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { publish } from "@/lib/events";
import { endInvitationsOf } from "@/lib/people";
import { clock } from "@/lib/platform/clock";
import { conflict } from "@/lib/platform/errors";
import { requireAllowedNow } from "./allowed-now";
import { changingKeys } from "./changing-keys";
import { keyNow } from "./key-now";

/**
 * Ends an API key at once, with every secret it has and every invitation it made: the next call is refused, and open sockets are closed in
 * whichever process holds them. Throws `not_found`, or `conflict` when it was revoked already.
 */
export async function revokeKey(ctx: Ctx, id: string): Promise<null> {
  require(ctx, "administer");
  await changingKeys(ctx, async (tx) => {
    const { stored, scope } = await keyNow(tx, ctx, { id });
    await requireAllowedNow(tx, ctx, scope);
    const { count } = await tx.apiKey.updateMany({
      where: { id, revokedAt: null },
      data: { revokedAt: clock.now(), revokedBy: ctx.actor.name },
    });
    if (count === 0) throw conflict("This API key was revoked already");
    await tx.retiredSecret.deleteMany({ where: { keyId: id } });
    await endInvitationsOf(tx, ctx, { kind: "apiKey", id }, null);
    publish(tx, ctx.organizationId, "access.changed", id);
    recordAudit(tx, ctx, {
      verb: "api-key.revoke",
      subject: { kind: "api-key", id },
      data: { before: { name: stored.name, prefix: stored.prefix, scope } },
    });
  });
  return null;
}
