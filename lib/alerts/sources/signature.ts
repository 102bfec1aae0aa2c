import { createHmac } from "node:crypto";
import { safeEqual } from "@/lib/platform/crypto";
import type { Proof } from "./source";

/** More than any sender signs with at once. */
const MOST_SIGNATURES = 20;

export const hmacHex = (secret: string, ...parts: (string | Buffer)[]): string =>
  parts.reduce((hmac, part) => hmac.update(part), createHmac("sha256", secret)).digest("hex");

/** What a sender writes into its signature header: `v1=<hex HMAC-SHA256 of the body>`. */
export const signatureOf = (secret: string, body: Buffer | string): string => `v1=${hmacHex(secret, body)}`;

/**
 * Proof by a signature in the manner of PagerDuty's V3 webhooks (https://developer.pagerduty.com/docs/verifying-webhook-signatures): a list
 * of `v1=<hex>`, of which one must be the HMAC-SHA256 of the raw body under one of the secrets. Other versions are skipped.
 */
export function proveBySignature(
  header: string | undefined,
  body: Buffer,
  { secrets, headerName }: { secrets: readonly string[]; headerName: string },
): Proof {
  if (secrets.length === 0) return { isProven: false, why: "this integration has no secret yet" };
  if (header === undefined) return { isProven: false, why: `it has no ${headerName} header` };
  const given = header
    .split(",", MOST_SIGNATURES)
    .map((each) => each.trim())
    .filter((each) => each.startsWith("v1="));
  if (given.length === 0) return { isProven: false, why: `its ${headerName} header has no signature of version v1` };
  const expected = secrets.map((secret) => signatureOf(secret, body));
  if (matches(given, expected)) return { isProven: true };
  if (header.split(",", MOST_SIGNATURES + 1).length > MOST_SIGNATURES)
    return {
      isProven: false,
      why: `none of the first ${MOST_SIGNATURES} signatures in its header is right; no more are looked at`,
    };
  return { isProven: false, why: "its signature was made with another secret, or the body was changed on the way" };
}

/** Whether one of `given` is one of `expected`, in a time that does not tell which. */
export const matches = (given: readonly string[], expected: readonly string[]): boolean =>
  given.flatMap((one) => expected.map((other) => safeEqual(one.toLowerCase(), other))).includes(true);
