import { type Ctx, requirePerson } from "@/lib/auth";
import { publish } from "@/lib/events";
import { holdIncident } from "@/lib/incidents";
import { loadWatched } from "@/lib/monitoring";
import { clock } from "@/lib/platform/clock";
import { inTransaction, prisma } from "@/lib/platform/db";
import { conflict } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import type { Preview } from "../catalog/action";
import { actionById } from "../catalog/registry";
import type { ExecutionView } from "../contract";
import { presentExecution } from "../execution/present-execution";
import { executorFor } from "../executors/executor-for";
import { PERMIT_LIFETIME_MS, signPermit } from "../permits";
import { POLICY_VERSION } from "../policy";
import { type Content, contentHashOf } from "./content";
import { type Decision, decide, recordDecision } from "./decide";
import { findProposal } from "./get-proposal";
import type { ProposalRow } from "./present-proposal";

/**
 * A person lets exactly this proposal run: mints the permit and queues the execution, in one transaction. Throws `conflict`, with the
 * reason, when the content is not what the person saw, when it has expired or was decided, and when the target or its measured state
 * has changed since.
 */
export async function approveProposal(ctx: Ctx, input: { id: string; contentHash: string }): Promise<ExecutionView> {
  requirePerson(ctx, "operate");
  const seen = await findProposal(prisma(), ctx, input.id);
  if (seen.state === "proposed" && seen.contentHash === input.contentHash && seen.expiresAt > clock.now())
    await refuseWhatChanged(ctx, seen);

  return inTransaction(async (tx) => {
    const decision: Decision = { verb: "approve", state: "approved", comment: null, contentHash: input.contentHash };
    const proposal = await decide(tx, ctx, seen.id, decision);
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
    const permit = await tx.permit.create({ data: { ...terms, signature: signPermit(terms) } });
    const execution = await tx.execution.create({
      data: {
        id: newId(),
        organizationId: ctx.organizationId,
        proposalId: proposal.id,
        incidentId: proposal.incidentId,
        permitId: permit.id,
        approvedBy: ctx.actor.name,
      },
    });
    const held = await holdIncident(tx, { incidentId: proposal.incidentId, executionId: execution.id });
    if (!held) throw conflict("The incident has been resolved, or another fix of it is running");
    publish(tx, ctx.organizationId, "execution.changed", execution.id);
    await recordDecision(tx, ctx, proposal, decision, { execution_id: execution.id, permit_id: permit.id });
    return presentExecution(execution);
  });
}

/** Looks at the target as it is now: approval is for what was shown, not for what took its place. */
async function refuseWhatChanged(ctx: Ctx, proposal: ProposalRow): Promise<void> {
  const watched = await loadWatched(ctx, proposal.serviceId);
  const bound = actionById(proposal.action).on(watched, proposal.params as Record<string, unknown>);
  // Both at once, because a person waits; whether it is still the same target is judged first.
  const measuring = bound.preview().catch((error: unknown) => error);
  const identity = await executorFor(watched).identity();
  if (identity === null) throw conflict(`${proposal.targetName} does not exist any more; ask for a new proposal`);
  if (identity !== proposal.targetIdentity) {
    throw conflict(
      `${proposal.targetName} was recreated since this was proposed, so it is another target; ask for a new proposal`,
    );
  }
  const preview = await measuring;
  if (!isPreview(preview)) throw preview;
  const drift = bound.action.drift(proposal.preState as Preview["state"], preview.state);
  if (drift) throw conflict(`The state has changed since this was proposed: ${drift}. Ask for a new proposal`);
}

const isPreview = (measured: unknown): measured is Preview => !(measured instanceof Error);
