import { recordAudit } from "@/lib/audit";
import { type Ctx, require, requireUser } from "@/lib/auth";
import { roleMay } from "@/lib/auth/contract";
import { publish } from "@/lib/events";
import { clock } from "@/lib/platform/clock";
import { inTransaction, type Tx } from "@/lib/platform/db";
import { conflict, forbidden, notFound } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";
import { isAbove } from "./contract";
import { endInvitationsOf } from "./end-invitations";
import { membersNow } from "./members-now";

/**
 * Takes somebody out of the organization: their sessions in it end at once, and so do the invitations they handed out. What they did
 * stays in the record. Throws `not_found`, `forbidden` or `conflict`.
 */
export async function removeMember(ctx: Ctx, userId: string): Promise<null> {
  require(ctx, "administer");
  if (!isId(userId)) throw notFound("The member");
  if (ctx.actor.kind === "user" && userId === ctx.actor.id) throw conflict("To go yourself, leave the organization");
  await inTransaction(async (tx) => {
    const members = await membersNow(tx, ctx);
    const role = members.roleOf(userId);
    if (!role) throw notFound("The member");
    if (!roleMay(members.ownRole, "administer")) throw forbidden("Your role does not allow this any more");
    if (isAbove(role, members.ownRole)) throw forbidden(`Only an owner can remove an ${role}`);
    members.requireAnotherOwner(userId, "you remove this one");
    await takeOut(tx, ctx, userId);
    recordAudit(tx, ctx, {
      verb: "member.remove",
      subject: { kind: "member", id: userId },
      data: { before: { role } },
    });
  });
  return null;
}

/** Leaves the organization that the session is in; the session ends. The last owner cannot: throws `conflict`. */
export async function leaveOrganization(ctx: Ctx): Promise<null> {
  const userId = requireUser(ctx);
  await inTransaction(async (tx) => {
    const members = await membersNow(tx, ctx);
    members.requireAnotherOwner(userId, "you leave");
    await takeOut(tx, ctx, userId);
    recordAudit(tx, ctx, {
      verb: "member.leave",
      subject: { kind: "member", id: userId },
      data: { before: { role: members.ownRole } },
    });
  });
  return null;
}

async function takeOut(tx: Tx, ctx: Ctx, userId: string): Promise<void> {
  const { organizationId } = ctx;
  await endInvitationsOf(tx, ctx, { kind: "user", id: userId }, null);
  await tx.session.updateMany({
    where: { organizationId, userId, revokedAt: null },
    data: { revokedAt: clock.now() },
  });
  await tx.member.deleteMany({ where: { organizationId, userId } });
  publish(tx, organizationId, "access.changed", userId);
}
