import type { Ctx } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { digestOf } from "@/lib/platform/crypto";
import { atEnd, type Gathered, type Tx } from "@/lib/platform/db";
import { redactDeep } from "@/lib/platform/redact";

export type AuditInput = {
  /** What was done, as `noun.verb`: `proposal.approve`. */
  verb: string;
  subject: { kind: string; id: string };
  data?: Record<string, unknown>;
};

type Recorded = {
  organizationId: string;
  actorKind: string;
  actorId: string;
  actorName: string;
  requestId: string | null;
  verb: string;
  subjectKind: string;
  subjectId: string;
  data: Record<string, unknown>;
};

const GENESIS = "0".repeat(64);

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
    requestId: ctx.requestId,
    verb: input.verb,
    subjectKind: input.subject.kind,
    subjectId: input.subject.id,
    data: redactDeep(input.data ?? {}) as Record<string, unknown>,
  });
}

async function append(tx: Tx, organizationId: string, recorded: Recorded[]): Promise<void> {
  // The update changes nothing: it is how an INSERT locks and returns a row that was there before.
  const [head] = await tx.$queryRaw<{ seq: bigint; hash: string }[]>`
    INSERT INTO audit_heads (organization_id, seq, hash) VALUES (${organizationId}::uuid, 0, ${GENESIS})
    ON CONFLICT (organization_id) DO UPDATE SET seq = audit_heads.seq RETURNING seq, hash`;
  if (!head) throw new Error("The audit chain has no head");
  let { seq, hash } = head;
  const at = clock.now().toISOString();
  const entries = recorded.map((entry) => {
    seq += 1n;
    const content = { ...entry, seq: seq.toString(), at, previousHash: hash };
    hash = digestOf(content);
    return { ...content, hash };
  });
  await tx.$executeRaw`
    WITH head AS (UPDATE audit_heads SET seq = ${seq}, hash = ${hash} WHERE organization_id = ${organizationId}::uuid)
    INSERT INTO audit_entries (organization_id, seq, at, actor_kind, actor_id, actor_name, request_id, verb, subject_kind, subject_id,
      data, previous_hash, hash)
    SELECT "organizationId", seq, at, "actorKind", "actorId", "actorName", "requestId", verb, "subjectKind", "subjectId",
      data, "previousHash", hash
    FROM jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) AS entry("organizationId" uuid, seq bigint, at timestamptz, "actorKind" text,
      "actorId" text, "actorName" text, "requestId" text, verb text, "subjectKind" text, "subjectId" text, data jsonb,
      "previousHash" text, hash text)`;
}
