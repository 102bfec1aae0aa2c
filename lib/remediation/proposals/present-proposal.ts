import type { Prisma } from "@/lib/platform/db";
import type { ProposalView } from "../contract";

export type ProposalRow = Prisma.ProposalGetPayload<object>;

/** A proposal as the API and the sockets show it. */
export function presentProposal(row: ProposalRow, executionId: string | null): ProposalView {
  return {
    id: row.id,
    incident_id: row.incidentId,
    action: row.action,
    title: row.title,
    description: row.description,
    params: row.params as ProposalView["params"],
    target: { kind: row.targetKind, name: row.targetName, identity: row.targetIdentity },
    command_preview: row.commandPreview as string[],
    risk: row.risk as ProposalView["risk"],
    rests_on: row.restsOn as ProposalView["rests_on"],
    reversible: row.reversible,
    effect: row.effect as ProposalView["effect"],
    expected_result: row.expectedResult,
    fallback: row.fallback as ProposalView["fallback"],
    alternatives: row.alternatives as ProposalView["alternatives"],
    state: row.state as ProposalView["state"],
    requires_approval: row.requiresApproval,
    policy_reason: row.policyReason,
    content_hash: row.contentHash,
    expires_at: row.expiresAt.toISOString(),
    created_at: row.createdAt.toISOString(),
    decided_by: row.decidedBy,
    decided_at: row.decidedAt?.toISOString() ?? null,
    decision_comment: row.decisionComment,
    execution_id: executionId,
  };
}
