import { randomInt } from "node:crypto";
import { newToken, seal, sha256 } from "@/lib/platform/crypto";
import { newId } from "@/lib/platform/ids";
import type { Secret } from "./opened";

const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
// As long as PagerDuty's routing keys are, so that senders which check the length take it. 165 bits.
const LENGTH = 32;

/** A new key for an address: what names the organization and lets nobody guess it. */
export function newIntegrationKey(): { key: string; keyHash: string; keySealed: string } {
  const key = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join("");
  return { key, keyHash: sha256(key), keySealed: seal(key) };
}

/** A new secret to sign or to send along. */
export const newSecret = (now: Date): Secret => ({
  id: newId(),
  value: newToken("nswh"),
  created_at: now.toISOString(),
});
