import { recordAudit } from "@/lib/audit";
import { type Ctx, changingKeys, require } from "@/lib/auth";
import { publish } from "@/lib/events";
import { endInvitationsOf } from "@/lib/people";
import { clock } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import { conflict } from "@/lib/platform/errors";
import { requireAllowedNow } from "./allowed-now";
import { type NewApiKey, RotateApiKey, RotateByName } from "./contract";
import { type KeyBy, keyNow } from "./key-now";
import { newSecret } from "./new-secret";
import { presentKey, type StoredKey } from "./present-key";

/**
 * Gives an API key a new secret, which is in the answer and nowhere else. The old one works for `overlap_minutes` more and then ends by
 * itself; so does every older one whose own overlap lasts, except with 0 minutes: then only the new one works, and invitations that the
 * key made end. Throws `not_found`, or `conflict` when the key was revoked or has expired.
 */
export async function rotateKey(ctx: Ctx, id: string, input: unknown): Promise<NewApiKey> {
  const { overlap_minutes } = RotateApiKey.parse(input);
  return rotate(ctx, { id }, overlap_minutes);
}

/** Like `rotateKey`, for the key with this name. */
export async function rotateKeyByName(ctx: Ctx, input: unknown): Promise<NewApiKey> {
  const { service, overlap_minutes } = RotateByName.parse(input);
  return rotate(ctx, { name: service }, overlap_minutes);
}

async function rotate(ctx: Ctx, by: KeyBy, overlapMinutes: number): Promise<NewApiKey> {
  require(ctx, "administer");
  const { key, keyHash, prefix } = newSecret();
  return changingKeys(ctx, async (tx) => {
    const { stored, scope } = await keyNow(tx, ctx, by);
    await requireAllowedNow(tx, ctx, scope);
    publish(tx, ctx.organizationId, "settings.changed", ctx.organizationId);
    const now = clock.now();
    if (stored.expiresAt && stored.expiresAt <= now) throw conflict("This API key has expired; make a new one instead");
    const endsAt = new Date(now.getTime() + overlapMinutes * 60_000);
    await retire(tx, stored, endsAt, now);
    const rotated = await tx.apiKey.update({
      where: { id: stored.id },
      data: { keyHash, prefix, rotatedAt: now, shownTo: ctx.actor.kind === "user" ? ctx.actor.id : null },
    });
    if (overlapMinutes === 0) {
      // Sockets that came in with a secret that has just ended close now.
      publish(tx, ctx.organizationId, "access.changed", stored.id);
      // It may have been in the wrong hands, and so may the links that were made with it.
      await endInvitationsOf(tx, ctx, { kind: "apiKey", id: stored.id }, null);
    }
    recordAudit(tx, ctx, {
      verb: "api-key.rotate",
      subject: { kind: "api-key", id: stored.id },
      data: { before: { prefix: stored.prefix }, after: { prefix }, old_secret_ends_at: endsAt.toISOString() },
    });
    return { api_key: await presentKey(rotated, tx), key };
  });
}

async function retire(tx: Tx, { id, keyHash, lastUsedAt, shownTo }: StoredKey, endsAt: Date, now: Date): Promise<void> {
  // No overlap means that nothing but the new secret works from now on: a secret may have come into the wrong hands.
  const isAtOnce = endsAt <= now;
  await tx.retiredSecret.deleteMany({ where: { keyId: id, ...(!isAtOnce && { endsAt: { lte: now } }) } });
  if (!isAtOnce) await tx.retiredSecret.create({ data: { keyHash, keyId: id, endsAt, lastUsedAt, shownTo } });
}
