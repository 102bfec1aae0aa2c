import { recordAudit } from "@/lib/audit";
import type { Ctx, Origin } from "@/lib/auth";
import { Role } from "@/lib/auth/contract";
import { clock } from "@/lib/platform/clock";
import { sha256 } from "@/lib/platform/crypto";
import { prisma, type Tx } from "@/lib/platform/db";
import { conflict, notFound } from "@/lib/platform/errors";
import type { InvitationOffer } from "./contract";
import { coveredBy, holdInviter, type Inviter } from "./inviters";

type Person = { id: string; name: string; email: string };
/** The call by which somebody comes in. */
export type From = { origin: Origin; requestId: string | null };
export type Used = { organizationId: string; role: Role };

const GONE = "This invitation";

const openNow = (token: string) => ({
  tokenHash: sha256(token),
  acceptedAt: null,
  revokedAt: null,
  expiresAt: { gt: clock.now() },
});

/**
 * The open invitation behind a link. Throws `not_found` alike for one that is unknown, used, revoked, has run out, or goes beyond what
 * whoever made it may hand out now.
 */
export async function openInvitation(token: string) {
  const found = await findOpen(token);
  if (!found) throw notFound(GONE);
  return found;
}

async function findOpen(token: string) {
  const found = await prisma().invitation.findFirst({ where: openNow(token) });
  return found && (await isCovered(prisma(), found)) ? found : null;
}

const isCovered = async (db: Tx, invitation: Inviter & { role: string }): Promise<boolean> =>
  (await coveredBy(db, invitation.organizationId, [invitation]))(invitation);

/** What an invitation offers, for whoever holds its link; null when it is not open. Looking does not use it up. */
export async function lookAtInvitation(token: string): Promise<InvitationOffer | null> {
  const found = await findOpen(token);
  if (!found) return null;
  const organization = await prisma().organization.findUniqueOrThrow({ where: { id: found.organizationId } });
  return {
    organization_name: organization.name,
    role: Role.parse(found.role),
    email: found.email,
    invited_by: found.invitedByName,
    expires_at: found.expiresAt.toISOString(),
  };
}

/**
 * Uses an invitation up and makes this person a member. Of two who open the link at once, one gets in. It is worth what whoever made it
 * may hand out at this moment. Throws `conflict` for a member, `not_found` when it is not open any more; either way nothing is used up.
 */
export async function spendInvitation(tx: Tx, id: string, person: Person, from: From): Promise<Used> {
  const now = clock.now();
  const found = await tx.invitation.findUnique({ where: { id } });
  if (!found) throw notFound(GONE);
  // Before the invitation itself, in the order in which those go who change roles and keys.
  await holdInviter(tx, found);
  if (!(await isCovered(tx, found))) throw notFound(GONE);
  const [used] = await tx.invitation.updateManyAndReturn({
    // With its link: whoever renews it meanwhile is another inviter, and it has another link.
    where: { id, tokenHash: found.tokenHash, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } },
    data: { acceptedAt: now, acceptedBy: person.id },
  });
  if (!used) throw notFound(GONE);
  const { organizationId } = used;
  const role = Role.parse(used.role);
  const { count } = await tx.member.createMany({
    data: { organizationId, userId: person.id, role, createdAt: now },
    skipDuplicates: true,
  });
  if (count === 0) throw conflict("You are a member of this organization already");
  const ctx: Ctx = {
    organizationId,
    actor: { kind: "user", id: person.id, name: person.name },
    role,
    scope: null,
    ...from,
  };
  recordAudit(tx, ctx, {
    verb: "invitation.accept",
    subject: { kind: "invitation", id: used.id },
    data: { after: { member: person.id, email: person.email, role }, invited_by: used.invitedByName },
  });
  return { organizationId, role };
}
