import type { Ctx } from "@/lib/auth";
import { Role } from "@/lib/auth/contract";
import type { Tx } from "@/lib/platform/db";
import { conflict, forbidden } from "@/lib/platform/errors";

export type MembersNow = {
  /** Null for whoever is no member. */
  roleOf(userId: string): Role | null;
  /** Throws `conflict` when this person is the only owner. */
  requireAnotherOwner(userId: string, doing: string): void;
  /** The caller's own role at this moment; an API key counts as an admin at most, whoever made it. */
  ownRole: Role;
};

/**
 * The organization's members, locked until the commit: whoever changes them waits here, so two owners who demote each other at the same
 * moment do so one after the other. Throws `forbidden` when the caller is no member any more.
 */
export async function membersNow(tx: Tx, ctx: Ctx): Promise<MembersNow> {
  const rows = await tx.$queryRaw<{ user_id: string; role: string }[]>`
    SELECT user_id, role FROM members WHERE organization_id = ${ctx.organizationId}::uuid ORDER BY user_id FOR UPDATE`;
  const roles = new Map(rows.map((row) => [row.user_id, Role.parse(row.role)]));
  const ownRole = ctx.actor.kind === "user" ? roles.get(ctx.actor.id) : ctx.scope === "admin" ? "admin" : null;
  if (!ownRole) throw forbidden("You are not a member of this organization any more");
  return {
    ownRole,
    roleOf: (userId) => roles.get(userId) ?? null,
    requireAnotherOwner(userId, doing) {
      const owners = [...roles].filter(([, role]) => role === "owner");
      if (owners.length === 1 && owners[0]?.[0] === userId)
        throw conflict(
          `This is the only owner, and an organization is never without one: make somebody else an owner before ${doing}`,
        );
    },
  };
}
