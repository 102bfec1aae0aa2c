import { noteSecurityEvent, stillMay } from "@/lib/auth";
import { loadWatched, overOnceItAnswers, probe, secretsOfWatched } from "@/lib/monitoring";
import { RECOVERED_ABOVE } from "@/lib/monitoring/contract";
import { clock } from "@/lib/platform/clock";
import { digestOf } from "@/lib/platform/crypto";
import { prisma } from "@/lib/platform/db";
import { AppError, errorText, unavailable } from "@/lib/platform/errors";
import { redact } from "@/lib/platform/redact";
import { actionById } from "../catalog/registry";
import { executorFor } from "../executors/executor-for";
import { permitRefusal } from "../permits";
import { type Content, contentHashOf } from "../proposals/content";
import type { Claim } from "./claim";
import { EventWriter } from "./event-writer";
import type { Lease } from "./lease";
import { agentCtx, type Run } from "./run";
import { goneWords, isGone } from "./symptom";

/** Reads everything that a claimed execution needs, and begins to look at its target. Nothing is checked here. */
export async function loadRun(claim: Claim, lease: Lease): Promise<Run> {
  const ctx = agentCtx(claim);
  const loading = loadWatched(ctx, claim.serviceId);
  const firstLook = loading.then(probe);
  // That the target is not known any more is told by `loading`.
  firstLook.catch(() => {});
  const [watched, proposal, permit] = await Promise.all([
    loading,
    prisma().proposal.findUniqueOrThrow({ where: { id: claim.proposalId } }),
    prisma().permit.findUniqueOrThrow({ where: { id: claim.permitId } }),
  ]);
  return {
    claim,
    ctx,
    proposal,
    permit,
    watched,
    bound: actionById(proposal.action).on(watched, proposal.params as Record<string, unknown>),
    executor: executorFor(watched, permit.targetIdentity),
    writer: new EventWriter(claim, lease.lost),
    lease,
    before: proposal.preState as Run["before"],
    firstLook,
    healthBefore: claim.healthBefore,
    wasUnhealthy: claim.incidentHealth !== null && claim.incidentHealth <= RECOVERED_ABOVE,
    overOnceIt: claim.monitoredAs === null ? null : overOnceItAnswers(watched, claim.monitoredAs),
    hasStarted: false,
  };
}

export type Readiness = { go: true } | { go: false; because: "recovered" | "refused"; message: string };

/**
 * The executor's own look before anything runs, trusting nothing that came before: the permit's signature and terms, the content, the
 * commands that this code would run now, the target's identity, its state, whether who approved still may, and whether the symptom is still there.
 */
export async function checkReadiness(run: Run): Promise<Readiness> {
  const { proposal, permit, bound, executor, watched } = run;
  const [approverKind = "", approverId = ""] = permit.approver.split(":");
  const [identity, preview, sample, mayApproverStill] = await Promise.all([
    // An engine that does not answer is a refusal: nothing is known of the target, and waiting for it would have no end.
    executor
      .identity()
      .catch((error: unknown) =>
        unavailable(`the target could not be looked at: ${redact(errorText(error), secretsOfWatched(watched))}`),
      ),
    bound.preview().catch((error: unknown) => {
      if (error instanceof AppError) return error;
      throw error;
    }),
    run.firstLook,
    stillMay(run.ctx.organizationId, { kind: approverKind, id: approverId }, "operate"),
  ]);
  run.healthBefore = sample.health;
  const refuse = (message: string): Readiness => ({ go: false, because: "refused", message });

  if (identity instanceof AppError) return refuse(identity.message);
  const refusal = permitRefusal(permit, proposal, {
    at: clock.now(),
    targetIdentity: identity,
    contentHash: contentHashOf(proposal as unknown as Content),
    mayApproverStill,
  });
  if (refusal) {
    await noteSecurityEvent({
      kind: "permit.refused",
      organizationId: run.ctx.organizationId,
      actor: run.ctx.actor,
      data: { reason: refusal, permit_id: permit.id, proposal_id: proposal.id, incident_id: run.claim.incidentId },
    });
    return refuse(refusal);
  }
  if (digestOf(proposal.preState) !== proposal.preStateDigest)
    return refuse("the measured state was changed after the proposal was made");
  const commands = bound.commands(permit.targetIdentity).map((command) => executor.display(command));
  if (JSON.stringify(commands) !== JSON.stringify(proposal.commandPreview))
    return refuse("the commands are not the ones that were approved");
  // A person may have fixed it while approval was pending.
  // An incident that a person opened on a healthy service was never about health, and an undo is wanted in good health too.
  if (sample.health > RECOVERED_ABOVE && run.wasUnhealthy && !bound.confirm) {
    return {
      go: false,
      because: "recovered",
      message: `${watched.name} had already recovered: health ${Math.round(sample.health)}`,
    };
  }
  // What a person chose themselves may be meant for the other trouble that is left.
  if (isGone(run, sample) && run.wasUnhealthy && !bound.confirm && proposal.restsOn !== "person")
    return { go: false, because: "recovered", message: goneWords(run, sample) };
  if (preview instanceof AppError) return refuse(preview.message);
  const drift = bound.action.drift(run.before, preview.state);
  return drift ? refuse(`the state has changed since the approval: ${drift}`) : { go: true };
}
