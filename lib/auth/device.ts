import { safeEqual, sign } from "@/lib/platform/crypto";
import { newId } from "@/lib/platform/ids";

// A browser that has signed in to an account keeps a token that says so, and has its own bucket of tries from then on: strangers who use
// up the account's cannot lock it out (OWASP, "Device cookies"). It is no credential: the password is asked for all the same. A token that
// is not known (signed under another secret, say) costs its browser that one spare bucket until the next sign-in, which gives a new one.

export const DEVICE_COOKIE = "nightshift.device";
export const DEVICE_SECONDS = 180 * 86_400;

const proofOf = (id: string, email: string): string => sign("device", `${id} ${email}`);

export function newDeviceToken(email: string): string {
  const id = newId();
  return `${id}.${proofOf(id, email)}`;
}

/** The device's id when this token was made here for this account, else null. */
export function deviceIdIn(token: string | null, email: string): string | null {
  const [id = "", proof = ""] = token?.split(".") ?? [];
  return id && safeEqual(proof, proofOf(id, email)) ? id : null;
}
