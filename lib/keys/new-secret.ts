import { newToken, sha256 } from "@/lib/platform/crypto";

const SHOWN = 11;

/** A new secret: the key itself, for its owner alone, and what is kept of it. */
export function newSecret(): { key: string; keyHash: string; prefix: string } {
  const key = newToken("ns");
  return { key, keyHash: sha256(key), prefix: key.slice(0, SHOWN) };
}
