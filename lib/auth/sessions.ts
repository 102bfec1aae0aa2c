import { clock } from "@/lib/platform/clock";
import { prisma } from "@/lib/platform/db";
import { forbidden } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";
import type { SessionView } from "./contract";
import type { Ctx } from "./ctx";

/** The caller's own sessions that still live, newest first. Throws `forbidden` for an API key, which has none. */
export async function listSessions(ctx: Ctx, currentId: string | null): Promise<SessionView[]> {
  if (ctx.actor.kind !== "user") throw forbidden("Only a person who is signed in has sessions");
  const sessions = await prisma().session.findMany({
    where: { userId: ctx.actor.id, revokedAt: null, expiresAt: { gt: clock.now() } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: 100,
  });
  return sessions.map((session) => ({
    id: session.id,
    created_at: session.createdAt.toISOString(),
    expires_at: session.expiresAt.toISOString(),
    user_agent: session.userAgent,
    current: session.id === currentId,
  }));
}

/** Ends one of the caller's own sessions at once. Returns false when there is no such session, or it has ended already. */
export async function revokeSession(ctx: Ctx, sessionId: string): Promise<boolean> {
  if (ctx.actor.kind !== "user" || !isId(sessionId)) return false;
  const { count } = await prisma().session.updateMany({
    where: { id: sessionId, userId: ctx.actor.id, revokedAt: null },
    data: { revokedAt: clock.now() },
  });
  return count === 1;
}
