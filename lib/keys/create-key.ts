import { recordAudit } from "@/lib/audit";
import { type Ctx, changingKeys, require } from "@/lib/auth";
import { publish } from "@/lib/events";
import { clock } from "@/lib/platform/clock";
import { conflict, invalid } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { requireAllowedNow } from "./allowed-now";
import { CreateApiKey, type NewApiKey } from "./contract";
import { newSecret } from "./new-secret";
import { presentKey } from "./present-key";
import { requireFreeName } from "./require-free-name";

const MOST = 500;

/**
 * Makes an API key that may do at most what the caller may. The secret is in the answer and nowhere else: what is kept is its hash.
 * Throws `forbidden`, `invalid` for an expiry in the past, or `conflict` when a living key has this name.
 */
export async function createKey(ctx: Ctx, input: unknown): Promise<NewApiKey> {
  require(ctx, "administer");
  const { name, scope, expires_at } = CreateApiKey.parse(input);
  const { organizationId } = ctx;
  const now = clock.now();
  const expiresAt = expires_at === undefined ? null : new Date(expires_at);
  if (expiresAt && expiresAt <= now) throw invalid("expires_at: must lie in the future");
  const { key, keyHash, prefix } = newSecret();
  return changingKeys(ctx, async (tx) => {
    await requireAllowedNow(tx, ctx, scope);
    publish(tx, ctx.organizationId, "settings.changed", ctx.organizationId);
    await requireFreeName(tx, organizationId, name);
    if ((await tx.apiKey.count({ where: { organizationId, revokedAt: null } })) >= MOST)
      throw conflict(`There are ${MOST} API keys; revoke some first`);
    const created = await tx.apiKey.create({
      data: {
        id: newId(),
        organizationId,
        name,
        prefix,
        keyHash,
        scope,
        createdBy: ctx.actor.name,
        shownTo: ctx.actor.kind === "user" ? ctx.actor.id : null,
        createdAt: now,
        expiresAt,
      },
    });
    const view = await presentKey(created, tx);
    const { id, expires_at } = view;
    recordAudit(tx, ctx, {
      verb: "api-key.create",
      subject: { kind: "api-key", id },
      data: { after: { name, prefix, scope, expires_at } },
    });
    return { api_key: view, key };
  });
}
