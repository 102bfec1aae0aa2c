import { type Ctx, changingKeys, require } from "@/lib/auth";
import { endKey } from "@/lib/people";
import { conflict } from "@/lib/platform/errors";
import { requireAllowedNow } from "./allowed-now";
import { keyNow } from "./key-now";

/**
 * Ends an API key at once, with every secret it has and every invitation it made: the next call is refused, and open sockets are closed in
 * whichever process holds them. Throws `not_found`, or `conflict` when it was revoked already.
 */
export async function revokeKey(ctx: Ctx, id: string): Promise<null> {
  require(ctx, "administer");
  await changingKeys(ctx, async (tx) => {
    const { stored, scope } = await keyNow(tx, ctx, { id });
    await requireAllowedNow(tx, ctx, scope);
    if (!(await endKey(tx, ctx, { ...stored, scope }))) throw conflict("This API key was revoked already");
  });
  return null;
}
