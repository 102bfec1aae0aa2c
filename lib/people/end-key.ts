import { recordAudit } from "@/lib/audit";
import type { Ctx } from "@/lib/auth";
import { publish } from "@/lib/events";
import { clock } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import { endInvitationsOf } from "./end-invitations";

type Key = { id: string; name: string; prefix: string; scope: string };

/**
 * Ends an API key with every secret it has and every invitation it made. Returns false when somebody else was first. Call it within
 * `changingKeys`.
 */
export async function endKey(tx: Tx, ctx: Ctx, { id, name, prefix, scope }: Key, reason?: string): Promise<boolean> {
  const { count } = await tx.apiKey.updateMany({
    where: { id, organizationId: ctx.organizationId, revokedAt: null },
    data: { revokedAt: clock.now(), revokedBy: ctx.actor.name },
  });
  if (count === 0) return false;
  await tx.retiredSecret.deleteMany({ where: { keyId: id } });
  await endInvitationsOf(tx, ctx, { kind: "apiKey", id }, null);
  publish(tx, ctx.organizationId, "access.changed", id);
  // Whoever looks at the list sees it go.
  publish(tx, ctx.organizationId, "settings.changed", ctx.organizationId);
  recordAudit(tx, ctx, {
    verb: "api-key.revoke",
    subject: { kind: "api-key", id },
    data: { before: { name, prefix, scope }, ...(reason && { reason }) },
  });
  return true;
}
