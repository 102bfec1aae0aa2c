import { recordAudit } from "@/lib/audit";
import { type Ctx, requireUser } from "@/lib/auth";
import type { SessionView } from "@/lib/auth/contract";
import { publish } from "@/lib/events";
import { clock } from "@/lib/platform/clock";
import { inTransaction, prisma } from "@/lib/platform/db";
import { notFound } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";

/** The caller's own sessions that still live, newest first. Throws `forbidden` for an API key, which has none. */
export async function listSessions(ctx: Ctx): Promise<SessionView[]> {
  const userId = requireUser(ctx);
  const sessions = await prisma().session.findMany({
    where: { userId, revokedAt: null, expiresAt: { gt: clock.now() } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: 100,
  });
  const ids = [...new Set(sessions.map((session) => session.organizationId))];
  const organizations = await prisma().organization.findMany({ where: { id: { in: ids } } });
  const names = new Map(organizations.map(({ id, name }) => [id, name]));
  return sessions.map((session) => ({
    id: session.id,
    created_at: session.createdAt.toISOString(),
    expires_at: session.expiresAt.toISOString(),
    user_agent: session.userAgent,
    address: session.address,
    signed_in_by: session.signedInBy,
    organization_name: names.get(session.organizationId) ?? "",
    current: session.id === ctx.sessionId,
  }));
}

/** Ends one of the caller's own sessions at once. Throws `not_found` when there is no such session, or it has ended already. */
export async function revokeSession(ctx: Ctx, sessionId: string): Promise<null> {
  const userId = requireUser(ctx);
  if (!isId(sessionId)) throw notFound("The session");
  await inTransaction(async (tx) => {
    const { count } = await tx.session.updateMany({
      where: { id: sessionId, userId, revokedAt: null },
      data: { revokedAt: clock.now() },
    });
    if (count === 0) throw notFound("The session");
    publish(tx, ctx.organizationId, "access.changed", userId);
    recordAudit(tx, ctx, { verb: "session.revoke", subject: { kind: "session", id: sessionId } });
  });
  return null;
}

/** Ends all of the caller's sessions but the one that asks. */
export async function revokeOtherSessions(ctx: Ctx): Promise<{ revoked: number }> {
  const userId = requireUser(ctx);
  return inTransaction(async (tx) => {
    const { count } = await tx.session.updateMany({
      where: {
        userId,
        revokedAt: null,
        expiresAt: { gt: clock.now() },
        ...(ctx.sessionId && { id: { not: ctx.sessionId } }),
      },
      data: { revokedAt: clock.now() },
    });
    if (count > 0) {
      const subject = { kind: "user", id: userId };
      publish(tx, ctx.organizationId, "access.changed", userId);
      recordAudit(tx, ctx, { verb: "sessions.revoke-others", subject, data: { revoked: count } });
    }
    return { revoked: count };
  });
}
