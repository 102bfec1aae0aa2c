import { clock } from "@/lib/platform/clock";
import { sha256 } from "@/lib/platform/crypto";
import { prisma } from "@/lib/platform/db";
import { isId } from "@/lib/platform/ids";
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
    requestId,
  };
}

/** What the browser may know of its own session; null like `ctxOfSession`. */
export async function viewerOfSession(sessionId: string): Promise<Viewer | null> {
  const found = await liveSession(sessionId);
  if (!found) return null;
  const organization = await prisma().organization.findUniqueOrThrow({ where: { id: found.session.organizationId } });
  return {
    id: found.user.id,
    name: found.user.name,
    email: found.user.email,
    role: found.role,
    organization: { id: organization.id, name: organization.name, is_demo: organization.isDemo },
  };
}

async function liveSession(sessionId: string) {
  if (!isId(sessionId)) return null;
  const session = await prisma().session.findUnique({ where: { id: sessionId } });
  if (!session || session.revokedAt || session.expiresAt <= clock.now()) return null;
  const member = await prisma().member.findUnique({
    where: { organizationId_userId: { organizationId: session.organizationId, userId: session.userId } },
    include: { user: true },
  });
  return member ? { session, user: member.user, role: Role.parse(member.role) } : null;
}

/** The context of an API key, or null when it is unknown, revoked or expired. */
export async function ctxOfApiKey(key: string, requestId: string | null): Promise<Ctx | null> {
  const found = await prisma().apiKey.findUnique({ where: { keyHash: sha256(key) } });
  const now = clock.now();
  if (!found || found.revokedAt || (found.expiresAt && found.expiresAt <= now)) return null;
  // Once a minute is exact enough for people, and keeps a busy key from writing on every call.
  if (!found.lastUsedAt || now.getTime() - found.lastUsedAt.getTime() > 60_000) {
    await prisma().apiKey.updateMany({ where: { id: found.id }, data: { lastUsedAt: now } });
  }
  return {
    organizationId: found.organizationId,
    actor: { kind: "apiKey", id: found.id, name: found.name },
    role: Role.parse(found.role),
    requestId,
  };
}
