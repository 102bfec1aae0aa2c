import { Scope } from "@/lib/auth/contract";
import { clock } from "@/lib/platform/clock";
import { prisma, type Tx } from "@/lib/platform/db";
import type { ApiKeyView } from "./contract";

export type StoredKey = NonNullable<Awaited<ReturnType<Tx["apiKey"]["findUnique"]>>>;

/** How these keys look to people and programs, in the order given. */
export async function presentKeys(keys: readonly StoredKey[], db: Tx = prisma()): Promise<ApiKeyView[]> {
  const now = clock.now();
  const retired = await db.retiredSecret.findMany({
    where: { keyId: { in: keys.map(({ id }) => id) }, endsAt: { gt: now } },
  });
  return keys.map((key) => {
    const state = key.revokedAt ? "revoked" : key.expiresAt && key.expiresAt <= now ? "expired" : "active";
    const older = state === "active" ? retired.filter(({ keyId }) => keyId === key.id) : [];
    const overlapEndsAt = latest(older.map(({ endsAt }) => endsAt));
    return {
      id: key.id,
      name: key.name,
      prefix: key.prefix,
      scope: Scope.parse(key.scope),
      state,
      created_at: key.createdAt.toISOString(),
      created_by: key.createdBy,
      expires_at: key.expiresAt?.toISOString() ?? null,
      rotated_at: key.rotatedAt?.toISOString() ?? null,
      overlap:
        overlapEndsAt === null
          ? null
          : { ends_at: overlapEndsAt, last_used_at: latest(older.map(({ lastUsedAt }) => lastUsedAt)) },
      revoked_at: key.revokedAt?.toISOString() ?? null,
      revoked_by: key.revokedBy,
      last_used_at: key.lastUsedAt?.toISOString() ?? null,
      last_used_from: key.lastUsedFrom,
      last_used_agent: key.lastUsedAgent,
    };
  });
}

export async function presentKey(key: StoredKey, db: Tx): Promise<ApiKeyView> {
  const [view] = await presentKeys([key], db);
  if (!view) throw new Error("A key could not be presented");
  return view;
}

function latest(times: (Date | null)[]): string | null {
  const known = times.filter((time) => time !== null).map((time) => time.getTime());
  return known.length > 0 ? new Date(Math.max(...known)).toISOString() : null;
}
