import { systemCtx } from "@/lib/auth";
import { publish } from "@/lib/events";
import { inTransaction } from "@/lib/platform/db";
import { detect } from "./detect";
import type { ProbeResult } from "./probe";
import { type Claim, storeSample } from "./store-sample";
import type { Watched } from "./watched";

/**
 * Stores a sample, what it changes about the service and about incidents, and tells the house, in one transaction. The first bad sample
 * makes the confirming probe due one second later; the time stands in the database, so that it survives the worker that saw it and
 * keeps nobody waiting.
 *
 * With a claim, nothing is recorded once the claim is lost: another worker has probed since. Without one (a check by hand) a bad sample
 * is never the confirming one, because no second lies between it and the one before. Returns whether it was recorded.
 */
export async function recordSample(watched: Watched, result: ProbeResult, claim: Claim | null): Promise<boolean> {
  return inTransaction(async (tx) => {
    const standing = await storeSample(tx, watched, result, claim);
    if (!standing) return false;
    publish(tx, watched.organizationId, "service.changed", watched.id);
    await detect(tx, systemCtx(watched.organizationId, "probe"), watched, result, standing);
    return true;
  });
}
