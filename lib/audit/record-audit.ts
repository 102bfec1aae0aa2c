import type { Ctx } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { atEnd, type Gathered, inPassing, type Tx } from "@/lib/platform/db";
import { redact, redactDeep } from "@/lib/platform/redact";
import {
  type Entry,
  GENESIS,
  hashOf,
  LOST_SIGNATURE,
  SIGN_ANEW,
  signatureBefore,
  signingKey,
  signOn,
  VERSION,
} from "./chain";

export type AuditInput = {
  /** What was done, as `noun.verb`: `proposal.approve`. */
  verb: string;
  subject: { kind: string; id: string };
  /** What there is to know of it. A change names what changed under `before` and `after`, a decision its `policy_version`. */
  data?: Record<string, unknown>;
};

type Recorded = Omit<Entry, "version" | "seq" | "at" | "previousHash" | "hash">;

const MOST_AGENT = 300;

const chain: Gathered<Recorded> = {
  // The head of a chain is locked until the commit, and every change of an organization needs it.
  isLast: true,
  async write(tx, all) {
    // In one order, so that two transactions that write to the same two chains do not wait for each other.
    const organizations = [...new Set(all.map((entry) => entry.organizationId))].sort();
    for (const id of organizations) {
      await append(
        tx,
        id,
        all.filter((entry) => entry.organizationId === id),
      );
    }
  },
};

/**
 * Appends to the organization's audit chain when the caller's transaction commits. Each entry's hash covers its content and the hash
 * before it, so that a changed, removed or inserted entry shows.
 */
export function recordAudit(tx: Tx, ctx: Ctx, input: AuditInput): void {
  atEnd(tx, chain, {
    organizationId: ctx.organizationId,
    actorKind: ctx.actor.kind,
    actorId: ctx.actor.id,
    actorName: ctx.actor.name,
    keyId: ctx.keyId ?? (ctx.actor.kind === "apiKey" ? ctx.actor.id : null),
    address: ctx.origin?.address ?? null,
    userAgent: ctx.origin?.userAgent ? redact(ctx.origin.userAgent).slice(0, MOST_AGENT) : null,
    requestId: ctx.requestId,
    verb: input.verb,
    subjectKind: input.subject.kind,
    subjectId: input.subject.id,
    data: redactDeep(input.data ?? {}) as Record<string, unknown>,
  });
}

type Head = {
  seq: bigint;
  hash: string;
  signature: string | null;
  signed_from: bigint | null;
  signed_with: string | null;
};

async function append(tx: Tx, organizationId: string, recorded: Recorded[]): Promise<void> {
  // The update changes nothing: it is how an INSERT locks and returns a row that was there before.
  const [head] = await tx.$queryRaw<Head[]>`
    INSERT INTO audit_heads (organization_id, seq, hash) VALUES (${organizationId}::uuid, 0, ${GENESIS})
    ON CONFLICT (organization_id) DO UPDATE SET seq = audit_heads.seq RETURNING seq, hash, signature, signed_from, signed_with`;
  if (!head) throw new Error("The audit chain has no head");
  const key = signingKey();
  const isSigned = head.signature !== null && head.signed_with === key;
  const signedFrom = isSigned ? head.signed_from : head.seq + 1n;
  let signature =
    isSigned && head.signature !== null ? head.signature : signatureBefore(organizationId, head.seq + 1n, head.hash);
  // A signature that starts in the middle is part of the story: an auditor asks why it did.
  const all = isSigned || head.seq === 0n ? recorded : [startsAnew(organizationId, head), ...recorded];

  let { seq, hash } = head;
  const at = clock.now();
  const entries = all.map((entry) => {
    seq += 1n;
    const content = { ...entry, version: VERSION, seq, at, previousHash: hash };
    hash = hashOf(content);
    signature = signOn(signature, hash);
    return { ...content, seq: seq.toString(), hash };
  });
  const appended = tx.$executeRaw`
    WITH head AS (
      UPDATE audit_heads SET seq = ${seq}, hash = ${hash}, signature = ${signature}, signed_from = ${signedFrom}, signed_with = ${key}
      WHERE organization_id = ${organizationId}::uuid)
    INSERT INTO audit_entries (organization_id, seq, version, at, actor_kind, actor_id, actor_name, key_id, address, user_agent, request_id,
      verb, subject_kind, subject_id, data, previous_hash, hash)
    SELECT "organizationId", seq, version, at, "actorKind", "actorId", "actorName", "keyId", address, "userAgent", "requestId",
      verb, "subjectKind", "subjectId", data, "previousHash", hash
    FROM jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) AS entry("organizationId" uuid, seq bigint, version smallint, at timestamptz,
      "actorKind" text, "actorId" text, "actorName" text, "keyId" text, address text, "userAgent" text, "requestId" text, verb text,
      "subjectKind" text, "subjectId" text, data jsonb, "previousHash" text, hash text)`;
  inPassing(tx, appended);
}

/** Says in the chain itself that the entries before this one are not covered by the signature any more, or never were. */
const startsAnew = (organizationId: string, head: Head): Recorded => ({
  organizationId,
  actorKind: "system",
  actorId: "audit",
  actorName: "Nightshift",
  keyId: null,
  address: null,
  userAgent: null,
  requestId: null,
  verb: SIGN_ANEW,
  subjectKind: "organization",
  subjectId: organizationId,
  data: {
    reason: head.signature === null ? LOST_SIGNATURE : "the secret that signs, or the way of signing, has changed",
    unsigned_up_to: Number(head.seq),
  },
});
