import { recordAudit } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { roleMay } from "@/lib/auth/contract";
import { clock } from "@/lib/platform/clock";
import { newToken, sha256 } from "@/lib/platform/crypto";
import { inTransaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { conflict, forbidden, notFound } from "@/lib/platform/errors";
import { isId, newId } from "@/lib/platform/ids";
import { CreateInvitation, isAbove, type NewInvitation } from "./contract";
import { membersNow } from "./members-now";
import { presentInvitation } from "./present-invitation";

const DAY_MS = 86_400_000;
const MOST_OPEN = 200;

/**
 * Makes a link that lets one person in, with a role that is not above the caller's. The link is in the answer and nowhere else: what is
 * kept is its hash. Throws `forbidden`, or `conflict` when that address belongs to a member.
 */
export async function createInvitation(ctx: Ctx, input: unknown): Promise<NewInvitation> {
  require(ctx, "administer");
  const { email = null, role, expires_in_days } = CreateInvitation.parse(input);
  const { organizationId, actor } = ctx;
  const token = newToken("nsi");
  const now = clock.now();
  const invitation = await inTransaction(async (tx) => {
    const members = await membersNow(tx, ctx);
    if (!roleMay(members.ownRole, "administer")) throw forbidden("Your role does not allow this any more");
    if (isAbove(role, members.ownRole))
      throw forbidden(`You cannot invite somebody above your own role (${members.ownRole})`);
    if (email && (await tx.member.count({ where: { organizationId, user: { email } } })) > 0)
      throw conflict(`${email} is a member already`);
    const open = { organizationId, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } };
    if ((await tx.invitation.count({ where: open })) >= MOST_OPEN)
      throw conflict(`There are ${MOST_OPEN} open invitations; revoke some first`);
    const created = await tx.invitation.create({
      data: {
        id: newId(),
        organizationId,
        email,
        role,
        tokenHash: sha256(token),
        invitedByKind: actor.kind,
        invitedById: actor.id,
        invitedByName: actor.name,
        createdAt: now,
        expiresAt: new Date(now.getTime() + expires_in_days * DAY_MS),
      },
    });
    recordAudit(tx, ctx, {
      verb: "invitation.create",
      subject: { kind: "invitation", id: created.id },
      data: { after: { email, role, expires_at: created.expiresAt.toISOString() } },
    });
    return created;
  });
  return { invitation: presentInvitation(invitation), link: linkOf(token) };
}

/**
 * Makes a new link for an invitation that is still open or has run out, as good for as many days as the first was; the old link ends.
 * Throws `not_found`.
 */
export async function renewInvitation(ctx: Ctx, id: string): Promise<NewInvitation> {
  require(ctx, "administer");
  if (!isId(id)) throw notFound("The invitation");
  const token = newToken("nsi");
  const now = clock.now();
  const renewed = await inTransaction(async (tx) => {
    const open = { id, organizationId: ctx.organizationId, acceptedAt: null, revokedAt: null };
    const found = await tx.invitation.findFirst({ where: open });
    if (!found) throw notFound("The invitation");
    const members = await membersNow(tx, ctx);
    if (!roleMay(members.ownRole, "administer")) throw forbidden("Your role does not allow this any more");
    const { role } = presentInvitation(found);
    if (isAbove(role, members.ownRole))
      throw forbidden(`You cannot invite somebody above your own role (${members.ownRole})`);
    const expiresAt = new Date(now.getTime() + (found.expiresAt.getTime() - found.createdAt.getTime()));
    const [invitation] = await tx.invitation.updateManyAndReturn({
      where: { ...open, tokenHash: found.tokenHash },
      // Whoever hands out the new link answers for it from now on.
      data: {
        tokenHash: sha256(token),
        createdAt: now,
        expiresAt,
        invitedByKind: ctx.actor.kind,
        invitedById: ctx.actor.id,
        invitedByName: ctx.actor.name,
      },
    });
    if (!invitation) throw conflict("This invitation was used, revoked or renewed meanwhile");
    recordAudit(tx, ctx, {
      verb: "invitation.renew",
      subject: { kind: "invitation", id },
      data: { before: { expires_at: found.expiresAt.toISOString() }, after: { expires_at: expiresAt.toISOString() } },
    });
    return invitation;
  });
  return { invitation: presentInvitation(renewed), link: linkOf(token) };
}

function linkOf(token: string): string {
  const path = `/invitations/${token}`;
  const { NIGHTSHIFT_URL } = env();
  return NIGHTSHIFT_URL ? new URL(path, NIGHTSHIFT_URL).href : path;
}
