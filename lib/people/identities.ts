import { recordAudit } from "@/lib/audit";
import { type Ctx, requireUser } from "@/lib/auth";
import { inTransaction } from "@/lib/platform/db";
import { conflict, notFound } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { requireFreshSession } from "./fresh-session";
import type { ProviderProfile } from "./sign-in-by-provider";

/**
 * Ties an identity at a provider to the caller's account, so that they can sign in by it. The session must be younger than ten minutes:
 * a stolen one must not open a way in of its own. Throws `forbidden`, or `conflict` when the identity is somebody else's.
 */
export async function connectIdentity(ctx: Ctx, { provider, subject, email }: ProviderProfile): Promise<null> {
  const userId = requireUser(ctx);
  await requireFreshSession(ctx, "connect a way to sign in");
  await inTransaction(async (tx) => {
    const data = { id: newId(), userId, provider, subject, email: email ?? "" };
    const { count } = await tx.identity.createMany({ data, skipDuplicates: true });
    if (count === 0) {
      const owner = await tx.identity.findUnique({ where: { provider_subject: { provider, subject } } });
      if (owner?.userId !== userId) throw conflict("That identity belongs to another account here");
      return;
    }
    recordAudit(tx, ctx, {
      verb: "identity.connect",
      subject: { kind: "user", id: userId },
      data: { provider, email },
    });
  });
  return null;
}

/** Takes a provider away from the caller's account. Throws `conflict` when nothing would be left to sign in by. */
export async function disconnectIdentity(ctx: Ctx, provider: string): Promise<null> {
  const userId = requireUser(ctx);
  await inTransaction(async (tx) => {
    // One after the other: of two that take away a provider each, both would find the other's still there.
    await tx.$queryRaw`SELECT id FROM users WHERE id = ${userId}::uuid FOR UPDATE`;
    const user = await tx.user.findUniqueOrThrow({ where: { id: userId }, include: { identities: true } });
    const left = user.identities.filter((identity) => identity.provider !== provider);
    if (left.length === user.identities.length) throw notFound("The identity provider");
    if (user.passwordHash === null && left.length === 0)
      throw conflict("This is the only way you can sign in by; set a password first");
    await tx.identity.deleteMany({ where: { userId, provider } });
    recordAudit(tx, ctx, { verb: "identity.disconnect", subject: { kind: "user", id: userId }, data: { provider } });
  });
  return null;
}
