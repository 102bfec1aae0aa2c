import { z } from "zod";
import { clock } from "@/lib/platform/clock";
import { prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { hashPassword, verifyPassword } from "./passwords";
import { SESSION_SECONDS } from "./session-cookie";

export const SignIn = z.object({ email: z.email().max(254), password: z.string().min(1).max(1024) });

let decoy: Promise<string> | undefined;

export type SignedIn = { sessionId: string; userId: string; name: string; email: string; expiresAt: Date };

/**
 * Opens a session for an email and password, in the organization the person joined first. Returns null when either is wrong or the
 * person belongs nowhere; the time taken does not tell which.
 */
export async function signIn(input: unknown, userAgent: string | null): Promise<SignedIn | null> {
  const parsed = SignIn.safeParse(input);
  if (!parsed.success) return null;
  const user = await prisma().user.findUnique({
    where: { email: parsed.data.email.toLowerCase() },
    include: { members: { orderBy: { createdAt: "asc" }, take: 1 } },
  });
  // Verify against something even when there is no such person, or the answer's time would say which emails exist.
  decoy ??= hashPassword("a password that nobody has");
  const matches = await verifyPassword(user?.passwordHash ?? (await decoy), parsed.data.password);
  const member = user?.members[0];
  if (!user || !member || !matches) return null;

  const expiresAt = new Date(clock.now().getTime() + SESSION_SECONDS * 1_000);
  const session = await prisma().session.create({
    data: {
      id: newId(),
      userId: user.id,
      organizationId: member.organizationId,
      userAgent: userAgent?.slice(0, 400) ?? null,
      expiresAt,
    },
  });
  return { sessionId: session.id, userId: user.id, name: user.name, email: user.email, expiresAt };
}
