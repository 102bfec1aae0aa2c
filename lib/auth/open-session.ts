import { clock } from "@/lib/platform/clock";
import { prisma, type Tx } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import type { Origin } from "./ctx";
import { SESSION_SECONDS } from "./session-cookie";

type NewSession = { userId: string; organizationId: string; origin: Origin; signedInBy: string };

/** Opens a session, which is a person in one organization at a time. */
export async function openSession(
  { userId, organizationId, origin, signedInBy }: NewSession,
  db: Tx = prisma(),
): Promise<{ sessionId: string; expiresAt: Date }> {
  const now = clock.now();
  const expiresAt = new Date(now.getTime() + SESSION_SECONDS * 1_000);
  const { id } = await db.session.create({
    data: {
      id: newId(),
      userId,
      organizationId,
      userAgent: origin.userAgent?.slice(0, 400) ?? null,
      address: origin.address,
      signedInBy,
      createdAt: now,
      expiresAt,
    },
  });
  return { sessionId: id, expiresAt };
}

/**
 * The organization that somebody was last in, else the one they joined first; null when they belong nowhere. Outside demo mode the demo
 * organization is not one of them: everybody knows its password.
 */
export async function homeOf(userId: string): Promise<string | null> {
  const members = await prisma().member.findMany({ where: { userId }, orderBy: { createdAt: "asc" } });
  const demos = await prisma().organization.findMany({
    where: { id: { in: members.map(({ organizationId }) => organizationId) }, isDemo: true },
    select: { id: true },
  });
  const closed = new Set(env().NIGHTSHIFT_DEMO === "1" ? [] : demos.map(({ id }) => id));
  const open = members.map(({ organizationId }) => organizationId).filter((id) => !closed.has(id));
  if (open.length < 2) return open[0] ?? null;
  const last = await prisma().session.findFirst({
    where: { userId, organizationId: { in: open } },
    orderBy: { createdAt: "desc" },
  });
  return last?.organizationId ?? open[0] ?? null;
}
