import { type Ctx, confirmPassword, hashPassword, noteSecurityEvent, type Origin, requireUser } from "@/lib/auth";
import { inTransaction, prisma } from "@/lib/platform/db";
import { AppError, conflict, forbidden } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { AcceptInvitation, JoinByInvitation, type Joined } from "./contract";
import { type From, openInvitation, spendInvitation, type Used } from "./spend-invitation";

const nowhere: Origin = { address: null, userAgent: null };

/**
 * Makes an account for whoever opened the link, and a member of it; who had left every organization comes back with the account and
 * the password they had. They sign in with what they chose afterwards. Throws `not_found`
 * when the link is not open, `conflict` when the address has an account: its owner signs in and joins with it.
 */
export async function acceptInvitation(
  input: unknown,
  origin: Origin,
  requestId: string | null = null,
): Promise<Joined> {
  const { token, name, email, password } = AcceptInvitation.parse(input);
  // Before the hash, which takes its time on purpose: only who holds an open link may make us work.
  const invitation = await openInvitation(token);
  if (invitation.email && invitation.email !== email) throw forbidden("This invitation is for another email address");
  const taken = () =>
    conflict("There is an account with this email address: sign in with it, then open the link again");
  const known = await prisma().user.findUnique({ where: { email } });
  if (known) {
    if ((await prisma().member.count({ where: { userId: known.id } })) > 0) throw taken();
    // Who has left everywhere cannot sign in to join: their password says here that the account is theirs.
    await confirmPassword(known, password).catch(async (refusal: unknown) => {
      await noteRefusal(refusal, known, invitation.organizationId, { origin, requestId });
      throw refusal;
    });
    const used = await inTransaction((tx) => spendInvitation(tx, invitation.id, known, { origin, requestId }));
    return joined(used, known, origin, requestId);
  }
  const passwordHash = await hashPassword(password);
  const person = { id: newId(), name, email };
  const used = await inTransaction(async (tx) => {
    const { count } = await tx.user.createMany({ data: { ...person, passwordHash }, skipDuplicates: true });
    if (count === 0) throw taken();
    return spendInvitation(tx, invitation.id, person, { origin, requestId });
  });
  return joined(used, person, origin, requestId);
}

/** Joins the invitation's organization with the account that is signed in, and puts the session there. Throws like `acceptInvitation`. */
export async function joinByInvitation(ctx: Ctx, input: unknown): Promise<Joined> {
  const userId = requireUser(ctx);
  const { token } = JoinByInvitation.parse(input);
  const invitation = await openInvitation(token);
  const { name, email } = await prisma().user.findUniqueOrThrow({ where: { id: userId } });
  if (invitation.email && invitation.email !== email) {
    throw forbidden(`This invitation is for another email address than yours (${email})`);
  }
  const person = { id: userId, name, email };
  const { origin = nowhere, requestId } = ctx;
  const used = await inTransaction(async (tx) => {
    const result = await spendInvitation(tx, invitation.id, person, { origin, requestId });
    if (ctx.sessionId) {
      const { organizationId } = result;
      await tx.session.updateMany({ where: { id: ctx.sessionId, userId, revokedAt: null }, data: { organizationId } });
    }
    return result;
  });
  return joined(used, person, origin, requestId);
}

/** A password that is tried here is tried as at the sign-in, so the organization that invited hears of it in the same way. */
async function noteRefusal(
  refusal: unknown,
  { id, name, email }: { id: string; name: string; email: string },
  organizationId: string,
  { origin, requestId }: From,
): Promise<void> {
  if (!(refusal instanceof AppError)) return;
  await noteSecurityEvent({
    kind: refusal.code === "limited" ? "sign_in.throttled" : "sign_in.failed",
    organizationId,
    actor: { kind: "user", id, name },
    ...origin,
    requestId,
    data: { email, by: "invitation" },
  });
}

async function joined(
  { organizationId, role }: Used,
  { id, name, email }: { id: string; name: string; email: string },
  origin: Origin,
  requestId: string | null,
): Promise<Joined> {
  const actor = { kind: "user" as const, id, name };
  await noteSecurityEvent({
    kind: "invitation.accepted",
    organizationId,
    actor,
    ...origin,
    requestId,
    data: { email, role },
  });
  const organization = await prisma().organization.findUniqueOrThrow({ where: { id: organizationId } });
  return { organization_id: organizationId, organization_name: organization.name, role };
}
