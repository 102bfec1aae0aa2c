import { type Ctx, requireUser } from "@/lib/auth";
import { Role } from "@/lib/auth/contract";
import { publish } from "@/lib/events";
import { inTransaction, prisma } from "@/lib/platform/db";
import { conflict, notFound } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";
import { type Joined, SwitchOrganization } from "./contract";

/**
 * Puts the caller's session into another of their organizations, from the next call on. Throws `not_found` for one that they do not
 * belong to. Nothing of either organization changes, so it is in neither's record.
 */
export async function switchOrganization(ctx: Ctx, input: unknown): Promise<Joined> {
  const userId = requireUser(ctx);
  const { organization_id: organizationId } = SwitchOrganization.parse(input);
  if (!ctx.sessionId) throw conflict("There is no browser session to switch");
  const member = isId(organizationId)
    ? await prisma().member.findUnique({ where: { organizationId_userId: { organizationId, userId } } })
    : null;
  if (!member) throw notFound("The organization");
  const organization = await prisma().organization.findUniqueOrThrow({ where: { id: organizationId } });
  await inTransaction(async (tx) => {
    const { count } = await tx.session.updateMany({
      where: { id: ctx.sessionId, userId, revokedAt: null },
      data: { organizationId },
    });
    if (count === 0) throw conflict("This session has ended meanwhile");
    // Other tabs of this session listen to the organization that it has left.
    publish(tx, ctx.organizationId, "access.changed", userId);
  });
  return { organization_id: organizationId, organization_name: organization.name, role: Role.parse(member.role) };
}
