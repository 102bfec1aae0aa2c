import { recordAudit } from "@/lib/audit";
import type { Ctx } from "@/lib/auth";
import { Role, roleMay } from "@/lib/auth/contract";
import { clock } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import { isAbove } from "./contract";

type Inviter = { kind: "user" | "apiKey"; id: string };

/**
 * Ends the open invitations of a person or API key that they could not hand out any more as a `role`; null ends all of them. A link in a
 * drawer must not outlive the right to hand it out.
 */
export async function endInvitationsOf(tx: Tx, ctx: Ctx, inviter: Inviter, role: Role | null): Promise<void> {
  const mayInvite = role !== null && roleMay(role, "administer");
  const over = mayInvite ? Role.options.filter((other) => isAbove(other, role)) : Role.options;
  const mine = { organizationId: ctx.organizationId, invitedByKind: inviter.kind, invitedById: inviter.id };
  const ended = await tx.invitation.updateManyAndReturn({
    where: { ...mine, role: { in: [...over] }, acceptedAt: null, revokedAt: null },
    data: { revokedAt: clock.now() },
  });
  for (const { id } of ended) {
    recordAudit(tx, ctx, {
      verb: "invitation.revoke",
      subject: { kind: "invitation", id },
      data: { reason: "Whoever invited may not hand this out any more" },
    });
  }
}
