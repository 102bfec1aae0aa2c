import { createHmac, randomBytes } from "node:crypto";
import { safeEqual } from "@/lib/platform/crypto";

// Time-based one-time passwords, RFC 6238, with what every authenticator app understands: SHA-1, 6 digits, 30 seconds.

const STEP_MS = 30_000;
const DIGITS = 6;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** A new shared secret: 160 bits, as RFC 4226 section 4 recommends. */
export const newTotpSecret = (): Buffer => randomBytes(20);

/** Base32 without padding, RFC 4648: how authenticator apps take a secret. */
export function base32(bytes: Buffer): string {
  let bits = "";
  for (const byte of bytes) bits += byte.toString(2).padStart(8, "0");
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => ALPHABET[Number.parseInt(group.padEnd(5, "0"), 2)]).join("");
}

/** The code for one step, RFC 4226 section 5.3. */
export function codeAt(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac("sha1", secret).update(counter).digest();
  const offset = digest.readUInt8(digest.length - 1) & 0x0f;
  const value = (digest.readUInt32BE(offset) & 0x7fffffff) % 10 ** DIGITS;
  return String(value).padStart(DIGITS, "0");
}

/** The step that a moment lies in. */
export const stepAt = (at: Date): number => Math.floor(at.getTime() / STEP_MS);

/** The step whose code this is: now, or one before or after for clocks that differ (RFC 6238 section 5.2). Null when none is. */
export function matchingStep(secret: Buffer, code: string, now: Date): number | null {
  const current = stepAt(now);
  return [current, current - 1, current + 1].find((step) => safeEqual(codeAt(secret, step), code)) ?? null;
}

/** The address that authenticator apps read: https://github.com/google/google-authenticator/wiki/Key-Uri-Format */
export function otpauthUri(secret: Buffer, account: string): string {
  const label = `Nightshift:${account}`.split(":").map(encodeURIComponent).join(":");
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=Nightshift&algorithm=SHA1&digits=${DIGITS}&period=${STEP_MS / 1_000}`;
}

/** A code for the day the phone is lost: 80 random bits in groups that can be read aloud. */
export const newRecoveryCode = (): string => (base32(randomBytes(10)).match(/.{4}/g) ?? []).join("-");

/** A recovery code as it is compared: people type it in their own ways. */
export const plainRecoveryCode = (text: string): string => text.replace(/[\s-]/g, "").toUpperCase();
