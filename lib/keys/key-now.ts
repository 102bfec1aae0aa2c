import type { Ctx } from "@/lib/auth";
import { Scope } from "@/lib/auth/contract";
import type { Tx } from "@/lib/platform/db";
import { conflict, notFound } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";
import type { StoredKey } from "./present-key";

export type KeyBy = { id: string } | { name: string };

/** A key of the caller's organization, by its id or its name. Throws `not_found`, or `conflict` when it was revoked. */
export async function keyNow(tx: Tx, ctx: Ctx, by: KeyBy): Promise<{ stored: StoredKey; scope: Scope }> {
  const id = "id" in by ? by.id : await idOfName(tx, ctx, by.name);
  if (!id || !isId(id)) throw notFound("The API key");
  const stored = await tx.apiKey.findFirst({ where: { id, organizationId: ctx.organizationId } });
  if (!stored) throw notFound("The API key");
  if (stored.revokedAt) throw conflict("This API key was revoked already; make a new one instead");
  return { stored, scope: Scope.parse(stored.scope) };
}

/** Only a key that is not revoked has its name to itself. */
async function idOfName(tx: Tx, { organizationId }: Ctx, name: string): Promise<string | undefined> {
  const [found] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM api_keys WHERE organization_id = ${organizationId}::uuid AND lower(name) = lower(${name}) AND revoked_at IS NULL`;
  return found?.id;
}
