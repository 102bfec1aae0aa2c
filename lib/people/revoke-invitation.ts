import { recordAudit } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db";
import { conflict, notFound } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";

/** Ends an invitation: its link lets nobody in any more. Throws `not_found`, or `conflict` when it was used meanwhile. */
export async function revokeInvitation(ctx: Ctx, id: string): Promise<null> {
  require(ctx, "administer");
  if (!isId(id)) throw notFound("The invitation");
  await inTransaction(async (tx) => {
    const found = await tx.invitation.findFirst({ where: { id, organizationId: ctx.organizationId } });
    if (!found) throw notFound("The invitation");
    const { count } = await tx.invitation.updateMany({
      where: { id, acceptedAt: null, revokedAt: null },
      data: { revokedAt: clock.now() },
    });
    if (count === 0) throw conflict("This invitation was used or revoked already");
    recordAudit(tx, ctx, {
      verb: "invitation.revoke",
      subject: { kind: "invitation", id },
      data: { before: { email: found.email, role: found.role } },
    });
  });
  return null;
}
