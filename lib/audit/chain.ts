import { createHmac } from "node:crypto";
import { canonicalJson, digestOf, keyFor, sha256 } from "@/lib/platform/crypto";

/** What the first entry of a chain names as the hash before it. */
export const GENESIS = "0".repeat(64);

/** Which fields an entry's hash covers; see `contentOf`. New entries are written as this one. */
export const VERSION = 2;

/** One entry of an organization's audit chain, as it is stored. */
export type Entry = {
  version: number;
  organizationId: string;
  seq: bigint;
  at: Date;
  actorKind: string;
  actorId: string;
  actorName: string;
  /** The API key that the call came with. */
  keyId: string | null;
  address: string | null;
  userAgent: string | null;
  requestId: string | null;
  verb: string;
  subjectKind: string;
  subjectId: string;
  data: Record<string, unknown>;
  previousHash: string;
  hash: string;
};

/**
 * What the hash of an entry covers. Version 1 knew neither key, address nor browser, nor its own number; entries are never rewritten,
 * so it stays readable for as long as there are such entries.
 */
function contentOf(entry: Omit<Entry, "hash">): Record<string, unknown> {
  // Field by field: what a row holds besides must not slip into the hash.
  const first = {
    organizationId: entry.organizationId,
    seq: entry.seq.toString(),
    at: entry.at.toISOString(),
    actorKind: entry.actorKind,
    actorId: entry.actorId,
    actorName: entry.actorName,
    requestId: entry.requestId,
    verb: entry.verb,
    subjectKind: entry.subjectKind,
    subjectId: entry.subjectId,
    data: entry.data,
    previousHash: entry.previousHash,
  };
  const { version, keyId, address, userAgent } = entry;
  return version === 1 ? first : { ...first, version, keyId, address, userAgent };
}

/** The SHA-256 of the canonical JSON of an entry's content, which holds the hash of the entry before. */
export const hashOf = (entry: Omit<Entry, "hash">): string => digestOf(contentOf(entry));

/**
 * One step of the signature that runs along a chain: an HMAC over the signature so far and the next hash. Only the newest is stored, in
 * the head, so that nobody without the key can rewrite the chain or cut its end off. See docs/adr on the signed audit chain.
 */
export const signOn = (signature: string, hash: string): string =>
  createHmac("sha256", keyFor("audit"))
    .update(canonicalJson([signature, hash]))
    .digest("hex");

/**
 * What the signature of an organization's chain starts from: bound to whose it is, with which entry it starts, and the hash before that,
 * so that nobody without the key can let it start elsewhere, or over nothing at all.
 */
export const signatureBefore = (organizationId: string, firstSeq: bigint, previousHash: string): string =>
  createHmac("sha256", keyFor("audit"))
    .update(canonicalJson(["start", organizationId, firstSeq.toString(), previousHash]))
    .digest("hex");

/** By what a head says which key signed it, and that its start is bound, without saying anything about the key. */
export const signingKey = (): string =>
  sha256(`nightshift audit key, bound start ${keyFor("audit").toString("hex")}`).slice(0, 16);

/** The entry that says why the signature starts in the middle. */
export const SIGN_ANEW = "audit.sign-anew";
export const LOST_SIGNATURE = "the chain had no signature";

/** What the first entry of an organization's chain may say: it is recorded in the transaction that makes the organization. */
export const BEGINNINGS: readonly string[] = ["organization.create", "organization.seed"];
