import type { OpenedIntegration } from "@/lib/integrations";
import { proveBySecret } from "../shared-secret";
import { hmacHex, matches } from "../signature";
import type { Arrived, Proof } from "../source";

const SIGNATURE = "x-grafana-alerting-signature";
/** Grafana sends a time only under a name that whoever sets it up chooses; this is the one to choose. */
const TIMESTAMP = "x-grafana-alerting-timestamp";
const OLDEST_MS = 15 * 60_000;

/**
 * Proof by Grafana's signature, the hex HMAC-SHA256 of the body, or of `<timestamp>:<body>` where a time is sent along; else by a secret in
 * the Authorization header. A signed time must be of the last quarter of an hour, so that what was overheard cannot be said again later.
 */
export function prove(arrived: Arrived, integration: OpenedIntegration): Proof {
  const { headers, body, receivedAt } = arrived;
  const given = headers[SIGNATURE];
  if (given === undefined) return proveBySecret(arrived, integration);
  if (integration.secrets.length === 0) return { isProven: false, why: "this integration has no secret yet" };
  const timestamp = headers[TIMESTAMP];
  const signed = timestamp === undefined ? [body] : [timestamp, ":", body];
  const expected = integration.secrets.map((secret) => hmacHex(secret, ...signed));
  if (!matches([given.trim()], expected))
    return {
      isProven: false,
      why: "its signature was made with another secret or over other bytes; a timestamp header must be X-Grafana-Alerting-Timestamp",
    };
  if (timestamp !== undefined && !(Math.abs(Number(timestamp) * 1_000 - receivedAt.getTime()) <= OLDEST_MS))
    return { isProven: false, why: "its timestamp is more than 15 minutes away from the time here" };
  return { isProven: true };
}
