import { inTransaction, type Tx } from "@/lib/platform/db";
import type { Ctx } from "./ctx";

/**
 * A transaction that changes API keys of the caller's organization, or who may have them. One at a time, so that two keys that revoke each
 * other take turns, and nobody is made a key while they are being removed.
 */
export const changingKeys = <T>({ organizationId }: Ctx, work: (tx: Tx) => Promise<T>): Promise<T> =>
  inTransaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('nightshift.api-keys'), hashtext(${organizationId}))`;
    return work(tx);
  });
