import type { Ctx } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { prisma } from "@/lib/platform/db";
import { forbidden } from "@/lib/platform/errors";

const FRESH_MS = 10 * 60_000;

/** For what has no password to ask for. Throws `forbidden` unless the session is younger than ten minutes. */
export async function requireFreshSession(ctx: Ctx, doing: string): Promise<void> {
  const since = new Date(clock.now().getTime() - FRESH_MS);
  const fresh = ctx.sessionId
    ? await prisma().session.count({ where: { id: ctx.sessionId, revokedAt: null, createdAt: { gt: since } } })
    : 0;
  if (fresh === 0) throw forbidden(`To ${doing}, sign out, sign in again, and do it within ten minutes`);
}
