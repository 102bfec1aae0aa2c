import { clock } from "@/lib/platform/clock";
import { sha256 } from "@/lib/platform/crypto";
import { prisma } from "@/lib/platform/db";
import { isClosedDemo } from "./closed-demo";
import { Scope } from "./contract";
import type { Ctx, Origin } from "./ctx";

// Once a minute is exact enough for people, and keeps a busy key from writing on every call.
const NOTED_EVERY_MS = 60_000;
const NOWHERE: Origin = { address: null, userAgent: null };

/** The context of an API key, or null when it is unknown, revoked or expired. Notes when and from where it was used. */
export async function ctxOfApiKey(key: string, requestId: string | null, origin = NOWHERE): Promise<Ctx | null> {
  const keyHash = sha256(key);
  const now = clock.now();
  const found = (await prisma().apiKey.findUnique({ where: { keyHash } })) ?? (await keyOfRetiredSecret(keyHash, now));
  if (!found || found.revokedAt || (found.expiresAt && found.expiresAt <= now)) return null;
  if (await isClosedDemo(found.organizationId)) return null;
  if (isStale(found.lastUsedAt, now)) {
    await prisma().apiKey.updateMany({
      // Of the processes that see this at the same moment, one writes.
      where: { id: found.id, lastUsedAt: found.lastUsedAt },
      data: { lastUsedAt: now, lastUsedFrom: origin.address, lastUsedAgent: origin.userAgent?.slice(0, 400) ?? null },
    });
  }
  return {
    organizationId: found.organizationId,
    actor: { kind: "apiKey", id: found.id, name: found.name },
    role: null,
    scope: Scope.parse(found.scope),
    requestId,
    keyId: found.id,
    origin,
  };
}

/** The key whose secret this was before a rotation, while the overlap lasts. */
async function keyOfRetiredSecret(keyHash: string, now: Date) {
  const retired = await prisma().retiredSecret.findUnique({ where: { keyHash } });
  if (!retired || retired.endsAt <= now) return null;
  if (isStale(retired.lastUsedAt, now)) {
    await prisma().retiredSecret.updateMany({
      where: { keyHash, lastUsedAt: retired.lastUsedAt },
      data: { lastUsedAt: now },
    });
  }
  return prisma().apiKey.findUnique({ where: { id: retired.keyId } });
}

const isStale = (at: Date | null, now: Date): boolean => !at || now.getTime() - at.getTime() > NOTED_EVERY_MS;
