import { clock } from "@/lib/platform/clock";
import { prisma } from "@/lib/platform/db";
import { isId } from "@/lib/platform/ids";
import { isClosedDemo } from "./closed-demo";
import { Role, type Viewer } from "./contract";
import type { Ctx } from "./ctx";

/** The context of a browser session, or null when it does not exist, was revoked, has expired or its person left the organization. */
export async function ctxOfSession(sessionId: string, requestId: string | null): Promise<Ctx | null> {
  const found = await liveSession(sessionId);
  if (!found) return null;
  return {
    organizationId: found.session.organizationId,
    actor: { kind: "user", id: found.user.id, name: found.user.name },
    role: found.role,
    scope: null,
    requestId,
    sessionId,
  };
}

/** What the browser may know of its own session; null like `ctxOfSession`. */
export async function viewerOfSession(sessionId: string): Promise<Viewer | null> {
  const found = await liveSession(sessionId);
  if (!found) return null;
  const { organizationId } = found.session;
  const members = await prisma().member.findMany({ where: { userId: found.user.id }, orderBy: { createdAt: "asc" } });
  const all = await prisma().organization.findMany({ where: { id: { in: members.map((one) => one.organizationId) } } });
  const organization = all.find(({ id }) => id === organizationId);
  // They left between the two questions.
  if (!organization) return null;
  return {
    id: found.user.id,
    name: found.user.name,
    email: found.user.email,
    role: found.role,
    organization: { id: organizationId, name: organization.name, is_demo: organization.isDemo },
    organizations: members.flatMap((member) => {
      const one = all.find(({ id }) => id === member.organizationId);
      return one ? [{ id: one.id, name: one.name, role: Role.parse(member.role) }] : [];
    }),
  };
}

async function liveSession(sessionId: string) {
  if (!isId(sessionId)) return null;
  const session = await prisma().session.findUnique({ where: { id: sessionId } });
  if (!session || session.revokedAt || session.expiresAt <= clock.now()) return null;
  const { organizationId, userId } = session;
  const [member, isClosed] = await Promise.all([
    prisma().member.findUnique({
      where: { organizationId_userId: { organizationId, userId } },
      include: { user: true },
    }),
    isClosedDemo(organizationId),
  ]);
  return member && !isClosed ? { session, user: member.user, role: Role.parse(member.role) } : null;
}
