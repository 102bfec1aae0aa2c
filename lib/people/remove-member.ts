import { recordAudit } from "@/lib/audit";
import { type Ctx, changingKeys, require, requireUser } from "@/lib/auth";
import { roleMay } from "@/lib/auth/contract";
import { publish } from "@/lib/events";
import { clock } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import { conflict, forbidden, notFound } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";
import { type EndedKeys, isAbove, type KnownKey } from "./contract";
import { endInvitationsOf } from "./end-invitations";
import { endKnownKeys } from "./known-keys";
import { membersNow } from "./members-now";

/**
 * Takes somebody out of the organization: their sessions in it end at once, and so do the invitations they handed out and the API keys
 * they know, which are in the answer, the caller's own among them where it is one. What they did stays in the record. Throws `not_found`, `forbidden` or `conflict`.
 */
export async function removeMember(ctx: Ctx, userId: string): Promise<EndedKeys> {
  require(ctx, "administer");
  if (!isId(userId)) throw notFound("The member");
  if (ctx.actor.kind === "user" && userId === ctx.actor.id) throw conflict("To go yourself, leave the organization");
  return changingKeys(ctx, async (tx) => {
    const members = await membersNow(tx, ctx);
    const role = members.roleOf(userId);
    if (!role) throw notFound("The member");
    if (!roleMay(members.ownRole, "administer")) throw forbidden("Your role does not allow this any more");
    if (isAbove(role, members.ownRole)) throw forbidden(`Only an owner can remove an ${role}`);
    members.requireAnotherOwner(userId, "you remove this one");
    const ended = await takeOut(tx, ctx, userId);
    recordAudit(tx, ctx, {
      verb: "member.remove",
      subject: { kind: "member", id: userId },
      data: { before: { role } },
    });
    return { ended_api_keys: ended };
  });
}

/** Leaves the organization that the session is in; the session ends. The last owner cannot: throws `conflict`. */
export async function leaveOrganization(ctx: Ctx): Promise<EndedKeys> {
  const userId = requireUser(ctx);
  return changingKeys(ctx, async (tx) => {
    const members = await membersNow(tx, ctx);
    members.requireAnotherOwner(userId, "you leave");
    const ended = await takeOut(tx, ctx, userId);
    recordAudit(tx, ctx, {
      verb: "member.leave",
      subject: { kind: "member", id: userId },
      data: { before: { role: members.ownRole } },
    });
    return { ended_api_keys: ended };
  });
}

async function takeOut(tx: Tx, ctx: Ctx, userId: string): Promise<KnownKey[]> {
  const { organizationId } = ctx;
  await endInvitationsOf(tx, ctx, { kind: "user", id: userId }, null);
  const ended = await endKnownKeys(tx, ctx, userId, null);
  await tx.session.updateMany({
    where: { organizationId, userId, revokedAt: null },
    data: { revokedAt: clock.now() },
  });
  await tx.member.deleteMany({ where: { organizationId, userId } });
  publish(tx, organizationId, "access.changed", userId);
  return ended;
}
