import { recordAudit } from "@/lib/audit";
import { type Ctx, changingKeys, require } from "@/lib/auth";
import { roleMay } from "@/lib/auth/contract";
import { publish } from "@/lib/events";
import { conflict, forbidden, notFound } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";
import { type ChangedMember, ChangeRole, isAbove, type KnownKey } from "./contract";
import { endInvitationsOf } from "./end-invitations";
import { endKnownKeys } from "./known-keys";
import { presentMember } from "./list-members";
import { membersNow } from "./members-now";

/**
 * Gives a member another role, from their next call on. Nobody can give a role above their own, or touch somebody whose role is above
 * theirs; the last owner stays one. Invitations of theirs that go beyond the new role end, and so do API keys that they know and that may
 * do more than they may now. Throws `not_found`, `forbidden` or `conflict`.
 */
export async function changeRole(ctx: Ctx, userId: string, input: unknown): Promise<ChangedMember> {
  require(ctx, "administer");
  const { role } = ChangeRole.parse(input);
  if (!isId(userId)) throw notFound("The member");
  let ended: KnownKey[] = [];
  await changingKeys(ctx, async (tx) => {
    const members = await membersNow(tx, ctx);
    const before = members.roleOf(userId);
    if (!before) throw notFound("The member");
    // Asked again of what is true now: the caller's own role may have changed since the call began.
    if (!roleMay(members.ownRole, "administer")) throw forbidden("Your role does not allow this any more");
    if (isAbove(before, members.ownRole)) throw forbidden(`Only an owner can change the role of an ${before}`);
    if (isAbove(role, members.ownRole)) throw forbidden(`You cannot give a role above your own (${members.ownRole})`);
    if (before === role) return;
    if (before === "owner") members.requireAnotherOwner(userId, "you take this role away");
    const { count } = await tx.member.updateMany({
      where: { organizationId: ctx.organizationId, userId, role: before },
      data: { role },
    });
    if (count === 0) throw conflict("Somebody else has changed this member meanwhile");
    await endInvitationsOf(tx, ctx, { kind: "user", id: userId }, role);
    ended = await endKnownKeys(tx, ctx, userId, role);
    publish(tx, ctx.organizationId, "access.changed", userId);
    recordAudit(tx, ctx, {
      verb: "member.change-role",
      subject: { kind: "member", id: userId },
      data: { before: { role: before }, after: { role } },
    });
  });
  return { ...(await presentMember(ctx, userId)), ended_api_keys: ended };
}
