import type { Quota, Taken } from "@/lib/calls";
import { limited } from "@/lib/platform/errors";

/**
 * Puts what is left of the caller's limits into the answer's headers, as structured fields (draft-ietf-httpapi-ratelimit-headers).
 * Throws `limited` when one of them is used up.
 */
export function tellLimits({ quotas, refusal }: Taken, headers: Headers): void {
  const list = (one: (quota: Quota) => string) => quotas.map(one).join(", ");
  headers.set(
    "RateLimit-Policy",
    list(({ name, most, windowS }) => `"${name}";q=${most};w=${windowS}`),
  );
  headers.set(
    "RateLimit",
    list(({ name, left, endsInS }) => `"${name}";r=${left};t=${endsInS}`),
  );
  if (refusal) throw limited(refusal.message, refusal.retryAfterS);
}
