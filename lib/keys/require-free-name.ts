import type { Tx } from "@/lib/platform/db";
import { conflict } from "@/lib/platform/errors";

/** Throws `conflict` when a key that is not revoked has this name, in whatever case: names are what keys are rotated by. */
export async function requireFreeName(tx: Tx, organizationId: string, name: string, exceptId?: string): Promise<void> {
  const taken = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM api_keys WHERE organization_id = ${organizationId}::uuid AND lower(name) = lower(${name}) AND revoked_at IS NULL`;
  if (taken.some(({ id }) => id !== exceptId))
    throw conflict(`There is an API key with the name ${JSON.stringify(name)} already`);
}
