import { type Ctx, require } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { Conditions } from "@/lib/platform/conditions";
import { safeEqual } from "@/lib/platform/crypto";
import { pool } from "@/lib/platform/db";
import { signingKey } from "./chain";
import { type Break, ChainCheck } from "./chain-check";
import { type Verification, VerifyQuery } from "./contract";
import { walkEntries } from "./read-entries";
import { type Head, readHead } from "./read-head";

type Found = Pick<Verification, "signature"> & { check: ChainCheck; fault: Break | null; head: Head | null };

/**
 * Recomputes the organization's chain from its first entry to its head and names the first link that does not fit. Notices what was
 * changed, removed, inserted, replaced, cut off or brought from elsewhere, and by the signature also a chain that was rewritten as a
 * whole. Reads in batches, so that its memory does not grow with the chain.
 */
export async function verifyChain(ctx: Ctx, raw: unknown = {}): Promise<Verification> {
  require(ctx, "administer");
  const { anchor_seq: seq, anchor_hash: hash } = VerifyQuery.parse(raw);
  const anchor = seq !== undefined && hash !== undefined ? { seq: BigInt(seq), hash } : null;
  const startedAt = clock.now();
  const { check, fault, head, signature } = await examine(ctx.organizationId, anchor);
  const finishedAt = clock.now();
  return {
    intact: fault === null,
    text: inWords(check, fault, head, signature),
    entries: Number(check.seq),
    head: head && { seq: Number(head.seq), hash: head.hash },
    first_break: fault && { ...fault, seq: Number(fault.seq) },
    signature,
    signed_from: head?.signedFrom == null ? null : Number(head.signedFrom),
    checked_at: finishedAt.toISOString(),
    duration_ms: finishedAt.getTime() - startedAt.getTime(),
  };
}

async function examine(organizationId: string, anchor: { seq: bigint; hash: string } | null): Promise<Found> {
  const head = await readHead(organizationId);
  const check = new ChainCheck(head?.signedFrom ?? null, anchor);
  const broken = (fault: Break | null): Found => ({ check, fault, head, signature: "not_checked" });
  const last = head && (head.lastEntry ?? 0n) > head.seq ? (head.lastEntry ?? 0n) : (head?.seq ?? 0n);
  for await (const batch of walkEntries(Conditions.inOrganization(organizationId), last)) {
    for (const entry of batch) {
      const fault = check.take(entry);
      if (fault) return broken(fault.what === "changed" ? await orForeign(organizationId, fault, entry.hash) : fault);
    }
  }
  const fault = head ? faultOfEnd(check, head) : GONE;
  if (fault) return broken(fault);
  if (anchor && anchor.seq > check.seq) return broken(cutBefore(anchor.seq, check.seq));
  return { check, head, ...signatureOf(check, head) };
}

const GONE: Break = {
  seq: 1n,
  what: "removed",
  text: "There are no entries, not even the one of the making of the organization: the chain was removed as a whole",
};

function faultOfEnd(check: ChainCheck, head: Head & { isMissing: boolean }): Break | null {
  if (head.isMissing)
    return { seq: check.seq, what: "head", text: "The chain has entries but no head: its head was removed" };
  if (check.seq < head.seq) {
    return {
      seq: check.seq + 1n,
      what: "truncated",
      text: `The chain ends with entry ${check.seq}, but its head says ${head.seq}: ${head.seq - check.seq} at its end are missing`,
    };
  }
  if (check.seq > head.seq) {
    return {
      seq: head.seq + 1n,
      what: "head",
      text: `The chain goes on to entry ${check.seq}, but its head says ${head.seq}: the head was set back`,
    };
  }
  if (check.seq === 0n) return GONE;
  if (check.hash === head.hash) return null;
  return {
    seq: head.seq,
    what: "head",
    text: `The head has another hash than entry ${head.seq}, which it should name`,
  };
}

const cutBefore = (seq: bigint, last: bigint): Break => ({
  seq: last + 1n,
  what: "anchor",
  text: `Entry ${seq} was written down once, but the chain ends with entry ${last}: its end was cut off`,
});

function signatureOf(
  check: ChainCheck,
  head: Head | null,
): { signature: Verification["signature"]; fault: Break | null } {
  if (!head) return { signature: "absent", fault: null };
  // Entries of version 2 have been signed since there are any, so a head that lost its signature was tampered with.
  if (head.signature === null) {
    return check.isOfOldVersion
      ? { signature: "absent", fault: null }
      : {
          signature: "absent",
          fault: { seq: head.seq, what: "signature", text: "The signature of the chain was removed" },
        };
  }
  if (head.signedWith !== signingKey()) {
    const text =
      "The chain is signed with another secret than this process has, so whether it was rewritten as a whole cannot be told. If the secret was changed on purpose, the next entry starts a new signature and says so";
    return { signature: "other_key", fault: { seq: head.seq, what: "signature", text } };
  }
  if (check.signature !== null && safeEqual(head.signature, check.signature))
    return { signature: "valid", fault: null };
  const text =
    "Every hash fits, but the signature does not: the chain was rewritten, or its end cut off, by somebody without the key. An earlier export tells where";
  return { signature: "invalid", fault: { seq: head.signedFrom ?? 1n, what: "signature", text } };
}

/** An entry that does not fit here may be a true one of another organization. */
async function orForeign(organizationId: string, fault: Break, hash: string): Promise<Break> {
  const { rowCount } = await pool().query(
    `SELECT 1 FROM audit_heads AS head JOIN audit_entries AS entry ON entry.organization_id = head.organization_id AND entry.seq = $2
     WHERE head.organization_id <> $1::uuid AND entry.hash = $3 LIMIT 1`,
    [organizationId, fault.seq, hash],
  );
  if (!rowCount) return fault;
  return { ...fault, what: "foreign", text: `Entry ${fault.seq} was taken from the chain of another organization` };
}

function inWords(
  check: ChainCheck,
  fault: Break | null,
  head: Head | null,
  signature: Verification["signature"],
): string {
  if (fault) return `The chain is broken. ${fault.text}. The ${check.seq} entries before it fit.`;
  const whole = `All ${check.seq} entries fit: none was changed, removed or inserted.`;
  if (signature !== "valid") return `${whole} The chain has not been signed yet; it will be with the next entry.`;
  const from = head?.signedFrom ?? 1n;
  return from === 1n
    ? `${whole} The signature over the whole chain is valid.`
    : `${whole} The signature is valid and covers entry ${from} and later; the ones before it are protected by their hashes alone. If nobody changed the secret then, somebody may have rewritten them: compare them with an earlier export.`;
}
