import { recordAudit } from "@/lib/audit";
import type { Ctx } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";

/** Ends the open invitations of somebody who may not invite any more: a link in a drawer must not outlive the right to hand it out. */
export async function endInvitationsOf(tx: Tx, ctx: Ctx, userId: string): Promise<void> {
  const mine = { organizationId: ctx.organizationId, invitedByKind: "user", invitedById: userId };
  const ended = await tx.invitation.updateManyAndReturn({
    where: { ...mine, acceptedAt: null, revokedAt: null },
    data: { revokedAt: clock.now() },
  });
  for (const { id } of ended) {
    recordAudit(tx, ctx, {
      verb: "invitation.revoke",
      subject: { kind: "invitation", id },
      data: { reason: "Whoever invited may not invite any more" },
    });
  }
}
