import { sha256 } from "@/lib/platform/crypto";
import { prisma } from "@/lib/platform/db";
import { type AppError, limited, unauthorized } from "@/lib/platform/errors";
import type { Origin } from "./ctx";
import { noteSecurityEvent } from "./security-events";
import { take, unknownKeyBucket } from "./throttle";

/**
 * What to say to whoever came with an API key that `ctxOfApiKey` does not know: `unauthorized`, and `limited` once too many of them come
 * from one address. Keys that are good are looked up first, so nobody can shut out others who share their address. Notes it, once for
 * each try that is not limited.
 */
export async function refusalOfKey(key: string, requestId: string | null, origin: Origin): Promise<AppError> {
  if (origin.address !== null) {
    const waitMs = await take(unknownKeyBucket(origin.address));
    const seconds = Math.ceil(waitMs / 1_000);
    if (waitMs > 0)
      return limited(`Too many API keys that are unknown came from your address; try again in ${seconds} s`, seconds);
  }
  const found = await prisma().apiKey.findUnique({ where: { keyHash: sha256(key) } });
  const reason = found?.revokedAt ? "revoked" : found ? "expired" : "unknown";
  await noteSecurityEvent({
    kind: "key.refused",
    organizationId: found?.organizationId ?? null,
    actor: found && { kind: "apiKey", id: found.id, name: found.name },
    ...origin,
    requestId,
    data: { reason },
  });
  return unauthorized("This API key is unknown, revoked or expired");
}
