import { type Ctx, require } from "@/lib/auth";
import { prisma } from "@/lib/platform/db";
import type { InvitationView } from "./contract";
import { coveredBy } from "./inviters";
import { presentInvitation } from "./present-invitation";

const MOST = 500;

/** Invitations that nobody has used and nobody has revoked, newest first; those that let nobody in any more too, as they can be renewed. */
export async function listInvitations(ctx: Ctx): Promise<InvitationView[]> {
  require(ctx, "administer");
  const open = await prisma().invitation.findMany({
    where: { organizationId: ctx.organizationId, acceptedAt: null, revokedAt: null },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: MOST,
  });
  const isCovered = await coveredBy(prisma(), ctx.organizationId, open);
  return open.map((invitation) => presentInvitation(invitation, isCovered(invitation)));
}
