import { env } from "@/lib/platform/env";

/**
 * Tells NextAuth where it is, which version 4 reads from process.env alone: at NIGHTSHIFT_URL, and where that is not set, wherever the
 * request was sent to (AUTH_TRUST_HOST; Next fills in X-Forwarded-Host and -Proto from the request when no proxy did): a host of ours,
 * because `server/web` lets nothing else through.
 */
export function bindAddress(): void {
  const { NIGHTSHIFT_URL } = env();
  if (process.env.NEXTAUTH_URL || process.env.AUTH_TRUST_HOST) return;
  if (NIGHTSHIFT_URL) process.env.NEXTAUTH_URL = NIGHTSHIFT_URL;
  else process.env.AUTH_TRUST_HOST = "true";
}
