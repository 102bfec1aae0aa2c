import type { Ctx } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { digestOf } from "@/lib/platform/crypto";
import type { Prisma, Tx } from "@/lib/platform/db";
import { redactDeep } from "@/lib/platform/redact";

export type AuditInput = {
  /** What was done, as `noun.verb`: `proposal.approve`. */
  verb: string;
  subject: { kind: string; id: string };
  data?: Record<string, unknown>;
};

const GENESIS = "0".repeat(64);

/**
 * Appends to the organization's audit chain, in the caller's transaction. Each entry's hash covers its content and the hash before it,
 * so that a changed, removed or inserted entry shows. Locks the chain's head until the commit: call it last.
 */
export async function recordAudit(tx: Tx, ctx: Ctx, input: AuditInput): Promise<void> {
  await tx.$executeRaw`INSERT INTO audit_heads (organization_id, seq, hash) VALUES (${ctx.organizationId}::uuid, 0, ${GENESIS}) ON CONFLICT DO NOTHING`;
  const [head] = await tx.$queryRaw<{ seq: bigint; hash: string }[]>`
    SELECT seq, hash FROM audit_heads WHERE organization_id = ${ctx.organizationId}::uuid FOR UPDATE`;
  if (!head) throw new Error("The audit chain has no head");
  const entry = {
    organizationId: ctx.organizationId,
    seq: head.seq + 1n,
    at: clock.now(),
    actorKind: ctx.actor.kind,
    actorId: ctx.actor.id,
    actorName: ctx.actor.name,
    requestId: ctx.requestId,
    verb: input.verb,
    subjectKind: input.subject.kind,
    subjectId: input.subject.id,
    data: redactDeep(input.data ?? {}) as Prisma.InputJsonObject,
    previousHash: head.hash,
  };
  const hash = digestOf({ ...entry, seq: entry.seq.toString(), at: entry.at.toISOString() });
  await tx.auditEntry.create({ data: { ...entry, hash } });
  await tx.auditHead.update({ where: { organizationId: ctx.organizationId }, data: { seq: entry.seq, hash } });
}
