import { recordAudit } from "@/lib/audit";
import { type Ctx, require, requireUser } from "@/lib/auth";
import { publish } from "@/lib/events";
import { inTransaction } from "@/lib/platform/db";
import { conflict, forbidden, notFound } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";
import type { MemberView } from "./contract";
import { endInvitationsOf } from "./end-invitations";
import { presentMember } from "./list-members";
import { membersNow } from "./members-now";

/**
 * Makes another member an owner and the caller an admin, in one step; what the caller offered as an owner ends. Only an owner in person
 * can. Throws `not_found` or `conflict`.
 */
export async function transferOwnership(ctx: Ctx, userId: string): Promise<MemberView> {
  const ownId = requireUser(ctx);
  require(ctx, "own");
  if (!isId(userId)) throw notFound("The member");
  if (userId === ownId) throw conflict("You are an owner already");
  const { organizationId } = ctx;
  await inTransaction(async (tx) => {
    const members = await membersNow(tx, ctx);
    const before = members.roleOf(userId);
    if (!before) throw notFound("The member");
    if (members.ownRole !== "owner") throw forbidden("You are not an owner any more");
    await tx.member.updateMany({ where: { organizationId, userId }, data: { role: "owner" } });
    await tx.member.updateMany({ where: { organizationId, userId: ownId }, data: { role: "admin" } });
    await endInvitationsOf(tx, ctx, { kind: "user", id: ownId }, "admin");
    for (const changed of [userId, ownId]) publish(tx, organizationId, "access.changed", changed);
    recordAudit(tx, ctx, {
      verb: "ownership.transfer",
      subject: { kind: "member", id: userId },
      data: { before: { role: before, from: ownId }, after: { role: "owner", previous_owner: "admin" } },
    });
  });
  return presentMember(ctx, userId);
}
