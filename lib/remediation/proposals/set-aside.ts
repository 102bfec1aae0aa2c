import { recordAudit } from "@/lib/audit";
import type { Ctx } from "@/lib/auth";
import { publish } from "@/lib/events";
import { addTimelineEntry } from "@/lib/incidents";
import type { Tx } from "@/lib/platform/db";
import type { ProposalRow } from "./present-proposal";
import { lockOpenIncident } from "./store";

/** `why` stands with the proposal, `told` in the incident's story. */
type Words = { why: string; told: string };

/**
 * Sets a proposal aside that nobody will approve any more, in the caller's transaction. Returns false, and changes nothing, when it does
 * not wait for a decision now.
 */
export async function setAside(
  tx: Tx,
  ctx: Ctx,
  { id, incidentId }: Pick<ProposalRow, "id" | "incidentId">,
  { why, told }: Words,
): Promise<boolean> {
  await lockOpenIncident(tx, ctx, incidentId);
  const { count } = await tx.proposal.updateMany({
    where: { id, organizationId: ctx.organizationId, state: "proposed" },
    data: { state: "superseded", decisionComment: why },
  });
  if (count === 0) return false;
  addTimelineEntry(tx, ctx, { incidentId, kind: "proposal", text: told, data: { proposal_id: id } });
  publish(tx, ctx.organizationId, "proposal.changed", id);
  recordAudit(tx, ctx, {
    verb: "proposal.supersede",
    subject: { kind: "proposal", id },
    data: { incident_id: incidentId, reason: why },
  });
  return true;
}
