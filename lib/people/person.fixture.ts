import { type Ctx, ctxOfSession, hashPassword, openSession } from "@/lib/auth";
import type { Role } from "@/lib/auth/contract";
import { prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";

export const PASSWORD = "correct horse battery";
const hashed = hashPassword(PASSWORD);

export const nowhere = { address: null, userAgent: null };

/** Somebody with an account, a password and, where an organization is named, a role and a session in it. */
export async function newPerson(organizationId: string, role: Role) {
  const id = newId();
  const email = `${id}@example.com`;
  await prisma().user.create({ data: { id, email, name: `A ${role}`, passwordHash: await hashed } });
  await prisma().member.create({ data: { organizationId, userId: id, role } });
  const signIn = async () => {
    const { sessionId } = await openSession({ userId: id, organizationId, origin: nowhere, signedInBy: "password" });
    return ctxNow(sessionId);
  };
  return { id, email, ctx: await signIn(), signIn };
}

/** What a session is worth at this moment. */
export async function ctxNow(sessionId: string | undefined): Promise<Ctx> {
  const ctx = await ctxOfSession(sessionId ?? "", null);
  if (!ctx) throw new Error("The session has ended");
  return ctx;
}

export const isLive = async (ctx: Ctx): Promise<boolean> => (await ctxOfSession(ctx.sessionId ?? "", null)) !== null;

/** The verbs that an organization's record holds, in order. */
export async function recorded(organizationId: string): Promise<string[]> {
  const entries = await prisma().auditEntry.findMany({ where: { organizationId }, orderBy: { seq: "asc" } });
  return entries.map((entry) => entry.verb);
}
