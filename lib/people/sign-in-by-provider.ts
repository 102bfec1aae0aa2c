import { homeOf, noteSecurityEvent, type Origin, openSession } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { inTransaction, prisma } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { nameText } from "@/lib/platform/name-contract";
import { spendInvitation } from "./spend-invitation";

/** What an identity provider says of somebody. `email` is null unless the provider itself has verified it. */
export type ProviderProfile = { provider: string; subject: string; email: string | null; name: string };

/**
 * `not_invited`: neither a member nor invited by this address. `no_email`: the provider vouches for no address. `connect_first`: an
 * account has this address, and only somebody who can sign in to it may tie a provider to it.
 */
export type ProviderRefusal = "not_invited" | "no_email" | "connect_first";

const LONGEST_NAME = 100;
/** What a provider calls somebody, where that is a name as people here may have one. */
const nameFrom = (text: string) => nameText(LONGEST_NAME).safeParse(text.slice(0, LONGEST_NAME)).data;

export type ProviderSignIn = { sessionId: string } | { refusal: ProviderRefusal };

/**
 * Opens a session for somebody whom an identity provider has identified. Members get in, and so does whoever was invited by the address
 * that the provider vouches for; nobody else. An account that somebody else may have made with that address is not taken over, nor
 * shared with them.
 */
export async function signInByProvider(profile: ProviderProfile, origin: Origin): Promise<ProviderSignIn> {
  const found = await findAccount(profile);
  if ("refusal" in found) return refused(profile, origin, found.refusal);
  const { user } = found;
  const organizationId = (user && (await homeOf(user.id))) ?? (await joinByEmail(profile, user, origin));
  if (!organizationId) return refused(profile, origin, "not_invited");

  // Read again: joining may have made the account.
  const identity = await prisma().identity.findUnique({ where: keyOf(profile), include: { user: true } });
  if (!identity) return refused(profile, origin, "not_invited");
  const { id, name, email } = identity.user;
  const { sessionId } = await openSession({ userId: id, organizationId, origin, signedInBy: profile.provider });
  const actor = { kind: "user" as const, id, name };
  const data = { email, by: profile.provider };
  await noteSecurityEvent({ kind: "sign_in.succeeded", organizationId, actor, ...origin, data });
  return { sessionId };
}

const MOST_TRIED = 20;

const keyOf = ({ provider, subject }: ProviderProfile) => ({ provider_subject: { provider, subject } });

type Account = { id: string; name: string; email: string };

/** The account that this identity belongs to, tied to it now if it may be; null when there is none yet. */
async function findAccount(profile: ProviderProfile): Promise<{ user: Account | null } | { refusal: ProviderRefusal }> {
  const identity = await prisma().identity.findUnique({ where: keyOf(profile), include: { user: true } });
  if (identity) return { user: identity.user };
  if (!profile.email) return { refusal: "no_email" };
  const user = await prisma().user.findUnique({ where: { email: profile.email } });
  if (!user) return { user: null };
  // Anybody with an invitation could have made this account, and would keep its password. And a second factor is not to be walked around.
  if (!user.emailVerifiedAt || user.totpEnabledAt) return { refusal: "connect_first" };
  await prisma().identity.createMany({ data: identityOf(profile, profile.email, user.id), skipDuplicates: true });
  return { user };
}

const identityOf = ({ provider, subject }: ProviderProfile, email: string, userId: string) => ({
  id: newId(),
  userId,
  provider,
  subject,
  email,
});

/** Uses the newest invitation for this very address that is worth something. Returns the organization, or null when there is none. */
async function joinByEmail(profile: ProviderProfile, user: Account | null, origin: Origin): Promise<string | null> {
  const { email } = profile;
  if (!email || (user && user.email !== email)) return null;
  const now = clock.now();
  const invitations = await prisma().invitation.findMany({
    where: { email, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: MOST_TRIED,
  });
  for (const { id } of invitations) {
    try {
      return await inTransaction(async (tx) => {
        const person = user ?? { id: newId(), name: nameFrom(profile.name) ?? email, email };
        if (!user) {
          await tx.user.create({ data: { ...person, emailVerifiedAt: now } });
          await tx.identity.create({ data: identityOf(profile, email, person.id) });
        }
        return (await spendInvitation(tx, id, person, { origin, requestId: null })).organizationId;
      });
    } catch (error) {
      // Revoked or used meanwhile, or whoever made it may not hand it out any more.
      if (error instanceof AppError && error.code === "not_found") continue;
      throw error;
    }
  }
  return null;
}

async function refused(profile: ProviderProfile, origin: Origin, refusal: ProviderRefusal): Promise<ProviderSignIn> {
  const data = { email: profile.email, by: profile.provider, reason: refusal };
  await noteSecurityEvent({ kind: "sign_in.failed", organizationId: null, ...origin, data });
  return { refusal };
}
