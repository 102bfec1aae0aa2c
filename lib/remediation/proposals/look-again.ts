import type { Ctx } from "@/lib/auth";
import { loadWatched, probe } from "@/lib/monitoring";
import { RECOVERED_ABOVE } from "@/lib/monitoring/contract";
import { AppError } from "@/lib/platform/errors";
import type { Preview } from "../catalog/action";
import { actionById } from "../catalog/registry";
import { Basis } from "../contract";
import { executorFor } from "../executors/executor-for";
import { NOT_RUNNING } from "../executors/process-identity";
import { type BuiltProposal, buildProposal } from "./build";
import type { ProposalRow } from "./present-proposal";

/** Why what was proposed is not what would run now, in words; and the same action as it is measured now, where it can still help. */
export type Change = { why: string; anew: BuiltProposal | null };

/**
 * Looks at the target as it is now: approval is for what was shown, not for what took its place. Returns null while it is what was
 * shown. Throws `unavailable` when it cannot be looked at.
 */
export async function lookAgain(ctx: Ctx, proposal: ProposalRow): Promise<Change | null> {
  const watched = await loadWatched(ctx, proposal.serviceId);
  const bound = actionById(proposal.action).on(watched, proposal.params as Record<string, unknown>);
  // Both at once, because a person waits; whether it is still the same target is judged first.
  const measuring = orWhyNot(bound.preview());
  // A failure is thrown below, unless the target is another one.
  measuring.catch(() => {});
  const identity = await executorFor(watched).identity();
  if (identity !== proposal.targetIdentity) return { why: whatBecameOf(proposal, identity), anew: null };
  const preview = await measuring;
  if (typeof preview === "string") return { why: preview, anew: null };
  const drift = bound.action.drift(proposal.preState as Preview["state"], preview.state);
  if (!drift) return null;
  const why = `The state has changed since this was proposed: ${drift}`;
  // What is to be taken back is not there any more: somebody has changed it since.
  if (bound.confirm) return { why, anew: null };
  const basis = Basis.parse(proposal.restsOn);
  const { health } = await probe(watched);
  // What a person chose is theirs to judge; what was meant for a fault is not proposed where there is none.
  if (basis !== "person" && health > RECOVERED_ABOVE)
    return { why: `${why}, and ${watched.name} is healthy (${Math.round(health)})`, anew: null };
  const incident = { id: proposal.incidentId, organizationId: proposal.organizationId };
  const anew = await orWhyNot(buildProposal(incident, watched, bound, { fault: null, basis }));
  return { why, anew: typeof anew === "string" ? null : anew };
}

/** What was measured, or in words why the action cannot help any more. */
const orWhyNot = <T>(measuring: Promise<T>): Promise<T | string> =>
  measuring.catch((error: unknown) => {
    if (error instanceof AppError && error.code === "conflict") return error.message;
    throw error;
  });

function whatBecameOf({ targetName, targetIdentity }: ProposalRow, identity: string | null): string {
  if (identity === null) return `${targetName} does not exist any more`;
  if (identity === NOT_RUNNING) return `${targetName} does not run any more, so what this was proposed for is gone`;
  if (targetIdentity === NOT_RUNNING) return `${targetName} runs again, and did not when this was proposed`;
  return `${targetName} was recreated since this was proposed, so it is another target`;
}
