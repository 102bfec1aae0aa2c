import { recordAudit } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { type Role, Scope, scopeIncludes, widestScope } from "@/lib/auth/contract";
import { publish } from "@/lib/events";
import { clock } from "@/lib/platform/clock";
import { prisma, type Tx } from "@/lib/platform/db";
import { notFound } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";
import { type KnownKey, KnownKeysQuery } from "./contract";
import { endKey } from "./end-key";

/**
 * The API keys whose secret this member was shown and that may do more than they will: what ends when they get the role in the query, or go
 * where it names none. Everybody sees their own. Throws `not_found` or `forbidden`.
 */
export async function listKnownKeys(ctx: Ctx, userId: string, query: unknown): Promise<KnownKey[]> {
  require(ctx, ctx.actor.kind === "user" && ctx.actor.id === userId ? "read" : "administer");
  const { role = null } = KnownKeysQuery.parse(query);
  const { organizationId } = ctx;
  const member = isId(userId)
    ? await prisma().member.findUnique({ where: { organizationId_userId: { organizationId, userId } } })
    : null;
  if (!member) throw notFound("The member");
  return knownBeyond(prisma(), organizationId, userId, role);
}

/**
 * Ends what a person knows of API keys beyond what they keep, which is nothing where `role` is null: a key outlives nobody's right to it.
 * Where they knew only a secret that was rotated away, that one ends and the key goes on. Call it within `changingKeys`.
 */
export async function endKnownKeys(tx: Tx, ctx: Ctx, userId: string, role: Role | null): Promise<KnownKey[]> {
  const known = await knownBeyond(tx, ctx.organizationId, userId, role);
  for (const key of known) {
    const { id, name, prefix, scope } = key;
    if (key.secret === "current") {
      await endKey(tx, ctx, key, "Somebody who was shown its secret may not do as much any more");
      continue;
    }
    await tx.retiredSecret.deleteMany({ where: { keyId: id, shownTo: userId } });
    publish(tx, ctx.organizationId, "access.changed", id);
    recordAudit(tx, ctx, {
      verb: "api-key.end-old-secret",
      subject: { kind: "api-key", id },
      data: { name, prefix, scope, reason: "Somebody who was shown it may not do as much any more" },
    });
  }
  return known;
}

async function knownBeyond(db: Tx, organizationId: string, userId: string, role: Role | null): Promise<KnownKey[]> {
  const now = clock.now();
  const beyond =
    role === null ? Scope.options : Scope.options.filter((scope) => !scopeIncludes(widestScope[role], scope));
  const old = await db.retiredSecret.findMany({ where: { shownTo: userId, endsAt: { gt: now } } });
  const keys = await db.apiKey.findMany({
    where: {
      organizationId,
      scope: { in: [...beyond] },
      revokedAt: null,
      AND: [
        { OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
        { OR: [{ shownTo: userId }, { id: { in: old.map(({ keyId }) => keyId) } }] },
      ],
    },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
  return keys.map(({ id, name, prefix, scope, shownTo }) => ({
    id,
    name,
    prefix,
    scope: Scope.parse(scope),
    secret: shownTo === userId ? "current" : "old",
  }));
}
