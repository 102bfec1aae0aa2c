import { createHmac } from "node:crypto";

/**
 * What `X-Nightshift-Signature` says: hex HMAC-SHA256 of the body with each secret, newest first, in PagerDuty's scheme
 * (https://developer.pagerduty.com/docs/verifying-webhook-signatures), so that code for theirs needs only our header. Any match will do.
 */
export const signatureOf = (body: string, secrets: readonly string[]): string =>
  secrets.map((secret) => `v1=${createHmac("sha256", secret).update(body).digest("hex")}`).join(",");
