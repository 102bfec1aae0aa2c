import { type Ctx, requirePerson } from "@/lib/auth";
import { publish } from "@/lib/events";
import { holdIncident } from "@/lib/incidents";
import { clock } from "@/lib/platform/clock";
import { inTransaction, prisma, type Tx } from "@/lib/platform/db";
import { conflict } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import type { ExecutionView } from "../contract";
import { type ExecutionRow, presentExecution } from "../execution/present-execution";
import { PERMIT_LIFETIME_MS, signPermit, type Terms } from "../permits";
import { POLICY_VERSION } from "../policy";
import { type Content, contentHashOf } from "./content";
import { type Decision, decide, recordDecision } from "./decide";
import { findProposal } from "./get-proposal";
import { type Change, lookAgain } from "./look-again";
import type { ProposalRow } from "./present-proposal";
import { setAside } from "./set-aside";
import { storeProposal } from "./store";

/**
 * A person lets exactly this proposal run: mints the permit and queues the execution, in one transaction. Throws `conflict`, with the
 * reason, when the content is not what the person saw, when it has expired or was decided, and when the target or its measured state
 * has changed since. What has changed is not waited for: then the proposal is set aside as well and, where the action can still help,
 * proposed anew as it is measured now, which the details name (`replaced_by`).
 */
export async function approveProposal(ctx: Ctx, input: { id: string; contentHash: string }): Promise<ExecutionView> {
  requirePerson(ctx, "operate");
  const seen = await findProposal(prisma(), ctx, input.id);
  if (seen.state === "proposed" && seen.contentHash === input.contentHash && seen.expiresAt > clock.now()) {
    const change = await lookAgain(ctx, seen);
    if (change) await refuseForGood(ctx, seen, change);
  }

  return inTransaction(async (tx) => {
    const executionId = newId();
    // The incident first, as everywhere: a proposal made at this moment locks it and then this one.
    const held = await holdIncident(tx, { incidentId: seen.incidentId, executionId });
    const decision: Decision = { verb: "approve", state: "approved", comment: null, contentHash: input.contentHash };
    const proposal = await decide(tx, ctx, seen.id, decision);
    if (!held) throw conflict("The incident has been resolved, or another fix of it is running");
    if (proposal.policyVersion !== POLICY_VERSION)
      throw conflict("The policy has changed since this was proposed; ask for a new proposal");
    if (contentHashOf(proposal as unknown as Content) !== proposal.contentHash) {
      throw conflict("The stored proposal was changed after it was made; it will not run. Ask for a new one");
    }
    const issuedAt = clock.now();
    const terms = {
      id: newId(),
      organizationId: ctx.organizationId,
      proposalId: proposal.id,
      contentHash: proposal.contentHash,
      targetIdentity: proposal.targetIdentity,
      preStateDigest: proposal.preStateDigest,
      policyVersion: POLICY_VERSION,
      approver: `${ctx.actor.kind}:${ctx.actor.id}`,
      issuedAt,
      expiresAt: new Date(issuedAt.getTime() + PERMIT_LIFETIME_MS),
    };
    const permit = { ...terms, signature: signPermit(terms) };
    const execution = await queueExecution(tx, executionId, proposal, permit, ctx.actor.name);
    publish(tx, ctx.organizationId, "execution.changed", execution.id);
    await recordDecision(tx, ctx, proposal, decision, { execution_id: execution.id, permit_id: terms.id });
    return presentExecution(execution);
  });
}

/** Stores the permit and what it permits. One statement, because a person waits. */
async function queueExecution(
  tx: Tx,
  executionId: string,
  { id: proposalId, incidentId }: ProposalRow,
  permit: Terms & { signature: string },
  approvedBy: string,
): Promise<ExecutionRow> {
  const [execution] = await tx.$queryRaw<ExecutionRow[]>`
    WITH permit AS (
      INSERT INTO permits (id, organization_id, proposal_id, content_hash, target_identity, pre_state_digest, policy_version, approver,
        issued_at, expires_at, signature)
      VALUES (${permit.id}::uuid, ${permit.organizationId}::uuid, ${proposalId}::uuid, ${permit.contentHash}, ${permit.targetIdentity},
        ${permit.preStateDigest}, ${permit.policyVersion}, ${permit.approver}, ${permit.issuedAt}, ${permit.expiresAt}, ${permit.signature})
      RETURNING id, organization_id, proposal_id
    )
    INSERT INTO executions (id, organization_id, proposal_id, incident_id, permit_id, approved_by)
    SELECT ${executionId}::uuid, organization_id, proposal_id, ${incidentId}::uuid, permit.id, ${approvedBy} FROM permit
    RETURNING id, proposal_id AS "proposalId", incident_id AS "incidentId", state, phase, approved_by AS "approvedBy",
      started_at AS "startedAt", finished_at AS "finishedAt", health_before AS "healthBefore", health_after AS "healthAfter", outcome`;
  if (!execution) throw new Error("The execution was not stored");
  return execution;
}

/** In a transaction of its own, which the refusal does not take back. Returns when somebody was ahead, for `decide` to say what they did. */
async function refuseForGood(ctx: Ctx, proposal: ProposalRow, { why, anew }: Change): Promise<void> {
  const told = `Set aside when ${ctx.actor.name} approved it, and nothing was run: ${proposal.title}. ${why}`;
  const isSetAside = await inTransaction(async (tx) => {
    if (!(await setAside(tx, ctx, proposal, { why, told }))) return false;
    if (anew) await storeProposal(tx, ctx, anew);
    return true;
  });
  if (!isSetAside) return;
  if (anew) {
    throw conflict(`${why}. Nothing was run. It was measured anew: decide on the new proposal`, {
      ...{ state: "superseded", replaced_by: anew.id },
    });
  }
  throw conflict(`${why}. It was set aside; ask for a new proposal`, { state: "superseded" });
}
