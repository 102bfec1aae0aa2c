import { type Ctx, requirePerson } from "@/lib/auth";
import { getDiagnosis } from "@/lib/diagnosis";
import { loadWatched } from "@/lib/monitoring";
import { inTransaction, prisma } from "@/lib/platform/db";
import { conflict } from "@/lib/platform/errors";
import { actionById } from "../catalog/registry";
import { Basis, type ProposalView, RequestChanges } from "../contract";
import { buildProposal } from "./build";
import { type Decision, decide, recordDecision } from "./decide";
import { findProposal } from "./get-proposal";
import { presentProposal } from "./present-proposal";
import { lockOpenIncident, storeProposal } from "./store";

/**
 * A person wants it otherwise. With `params`, the same action is measured and proposed anew with them, and that proposal is returned;
 * without, the proposal is set aside with the comment. Throws `invalid` when the action does not take the params: then nothing changes.
 */
export async function requestChanges(ctx: Ctx, id: string, input: unknown): Promise<ProposalView> {
  requirePerson(ctx, "operate");
  const { comment, params } = RequestChanges.parse(input);
  const decision: Decision = { verb: "requestChanges", state: "changes_requested", comment };
  const seen = await findProposal(prisma(), ctx, id);
  if (seen.state !== "proposed")
    throw conflict(`This proposal is ${seen.state.replace("_", " ")} and cannot be changed`, { state: seen.state });
  const watched = params ? await loadWatched(ctx, seen.serviceId) : null;
  const next =
    watched &&
    (await buildProposal(
      { id: seen.incidentId, organizationId: ctx.organizationId },
      watched,
      actionById(seen.action).on(watched, params ?? {}),
      { fault: await faultOf(ctx, seen.incidentId), basis: Basis.parse(seen.restsOn) },
    ));
  return inTransaction(async (tx) => {
    if (next) await lockOpenIncident(tx, ctx, seen.incidentId);
    const row = await decide(tx, ctx, id, decision);
    // First why, then what came of it: that is how the timeline reads.
    await recordDecision(tx, ctx, row, decision, next ? { replaced_by: next.id } : {});
    return next ? storeProposal(tx, ctx, next) : presentProposal(row, null);
  });
}

/** What the diagnosis says is wrong: it stands as before, and the alternatives are those of it. */
async function faultOf(ctx: Ctx, incidentId: string): Promise<string | null> {
  return (await getDiagnosis(ctx, incidentId))?.root_cause?.fault ?? null;
}
