import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hash,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { env } from "./env";

/** What a derived key is for. One secret in the environment, one key per purpose (HKDF, RFC 5869), so that none can stand in for another. */
export type Purpose = "session" | "device" | "setup" | "permit" | "seal" | "sandbox" | "audit";

const derived = new Map<Purpose, Buffer>();

/** The 32-byte key for `purpose`, derived from NIGHTSHIFT_SECRET. */
export function keyFor(purpose: Purpose): Buffer {
  let key = derived.get(purpose);
  if (!key) {
    key = Buffer.from(hkdfSync("sha256", env().NIGHTSHIFT_SECRET, "nightshift", purpose, 32));
    derived.set(purpose, key);
  }
  return key;
}

/** JSON with sorted keys and no spaces: the same value always gives the same text, whatever order it was built in. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  if (value instanceof Date) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(",")}}`;
}

export const sha256 = (text: string): string => hash("sha256", text);

/** The SHA-256 of a value's canonical JSON, in hex. */
export const digestOf = (value: unknown): string => sha256(canonicalJson(value));

/** HMAC-SHA256 of `text` with the key for `purpose`, in hex. */
export const sign = (purpose: Purpose, text: string): string =>
  createHmac("sha256", keyFor(purpose)).update(text).digest("hex");

/** Compares two texts in a time that does not depend on where they differ. */
export function safeEqual(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Encrypts `text` for storage: AES-256-GCM, `v1.<nonce>.<tag>.<ciphertext>` in base64url. */
export function seal(text: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", keyFor("seal"), nonce);
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return [
    "v1",
    nonce.toString("base64url"),
    cipher.getAuthTag().toString("base64url"),
    body.toString("base64url"),
  ].join(".");
}

/** The inverse of `seal`. Throws when the text was changed or sealed under another secret. */
export function unseal(sealed: string): string {
  const [version, nonce, tag, body] = sealed.split(".");
  if (version !== "v1" || !nonce || !tag || body === undefined) throw new Error("A sealed value has an unknown format");
  const decipher = createDecipheriv("aes-256-gcm", keyFor("seal"), Buffer.from(nonce, "base64url"));
  decipher.setAuthTag(Buffer.from(tag, "base64url"));
  return Buffer.concat([decipher.update(Buffer.from(body, "base64url")), decipher.final()]).toString("utf8");
}

/** A random token of 256 bits in base64url, behind a prefix that lets secret scanners find it. */
export const newToken = (prefix: string): string => `${prefix}_${randomBytes(32).toString("base64url")}`;
