import type { OpenedIntegration } from "@/lib/integrations";
import { safeEqual, sha256 } from "@/lib/platform/crypto";
import type { Arrived, Proof } from "./source";

/** Proof by a secret that is sent along: as a bearer token, or as the password of basic authentication, whatever the user is called. */
export function proveBySecret({ headers }: Arrived, { secrets }: Pick<OpenedIntegration, "secrets">): Proof {
  if (secrets.length === 0) return { isProven: false, why: "this integration has no secret yet" };
  const secret = secretIn(headers.authorization?.trim() ?? "");
  if (secret === null)
    return { isProven: false, why: "it has no Authorization header with a bearer token or a password" };
  return isAny(secrets, secret)
    ? { isProven: true }
    : { isProven: false, why: "the secret in its Authorization header is none of this integration's" };
}

function secretIn(header: string): string | null {
  const space = header.search(/\s/);
  if (space < 0) return null;
  const [scheme, given] = [header.slice(0, space).toLowerCase(), header.slice(space).trim()];
  if (scheme === "bearer") return given;
  if (scheme !== "basic") return null;
  const pair = Buffer.from(given, "base64").toString("utf8");
  const colon = pair.indexOf(":");
  return colon < 0 ? null : pair.slice(colon + 1);
}

/** Whether `given` is one of `secrets`. Looks at all of them, and at hashes, so that the time taken tells neither which nor how long. */
function isAny(secrets: readonly string[], given: string): boolean {
  const hash = sha256(given);
  return secrets.map((secret) => safeEqual(sha256(secret), hash)).includes(true);
}
