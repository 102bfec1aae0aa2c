import type { Ctx } from "@/lib/auth";
import { publish } from "@/lib/events";
import { inTransaction, type Tx } from "@/lib/platform/db";

/** A transaction that changes keys of the caller's organization. One at a time, so that two keys that revoke each other take turns. */
export const changingKeys = <T>({ organizationId }: Ctx, work: (tx: Tx) => Promise<T>): Promise<T> =>
  inTransaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('nightshift.api-keys'), hashtext(${organizationId}))`;
    // Whoever looks at the list sees it change, and what is gone go.
    publish(tx, organizationId, "settings.changed", organizationId);
    return work(tx);
  });
