import { decode } from "next-auth/jwt";
import { keyFor } from "@/lib/platform/crypto";

/** How long a session lasts, its row and its cookie alike. */
export const SESSION_SECONDS = 14 * 86_400;

/** What NextAuth encrypts its cookies with. */
export const sessionSecret = (): string => keyFor("session").toString("hex");

// NextAuth's own names: the first where the address is https, the second elsewhere.
const NAMES = ["__Secure-next-auth.session-token", "next-auth.session-token"];

/**
 * The session id in a raw `Cookie` header; null when there is none or it was not made here. Whether that session still lives is for
 * `ctxOfSession` to say: the cookie proves only which one is meant.
 */
export async function sessionIdFromCookies(cookieHeader: string | null | undefined): Promise<string | null> {
  const cookies = new Map<string, string>();
  for (const pair of (cookieHeader ?? "").split(";")) {
    const at = pair.indexOf("=");
    if (at > 0) cookies.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim());
  }
  for (const name of NAMES) {
    const token = cookies.get(name);
    const sid = token ? await sessionIdIn(token) : null;
    if (sid) return sid;
  }
  return null;
}

async function sessionIdIn(token: string): Promise<string | null> {
  try {
    const payload = await decode({ token, secret: sessionSecret() });
    return typeof payload?.sid === "string" ? payload.sid : null;
  } catch {
    // Expired, tampered with, or sealed under another secret: nobody is signed in by it.
    return null;
  }
}
