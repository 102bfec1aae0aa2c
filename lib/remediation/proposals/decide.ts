import { recordAudit } from "@/lib/audit";
import type { Ctx } from "@/lib/auth";
import { publish } from "@/lib/events";
import { addTimelineEntry } from "@/lib/incidents";
import { clock } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import { conflict, notFound } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";
import { type ProposalVerb, proposalTransitions } from "../contract";
import { findProposal } from "./get-proposal";
import type { ProposalRow } from "./present-proposal";

export type Decision = {
  verb: ProposalVerb;
  state: "approved" | "rejected" | "changes_requested";
  comment: string | null;
  /** Only for approval: the content that the person saw. */
  contentHash?: string;
};

const said = { approve: "Approved", reject: "Rejected", requestChanges: "Changes requested" } as const;

/**
 * Decides a waiting proposal, in the caller's transaction. The race between deciders is won in the WHERE clause: whoever comes second
 * gets `conflict` with what happened instead. What it leaves behind is left to `recordDecision`.
 */
export async function decide(tx: Tx, ctx: Ctx, id: string, decision: Decision): Promise<ProposalRow> {
  if (!isId(id)) throw notFound("This proposal");
  const now = clock.now();
  const [decided] = await tx.proposal.updateManyAndReturn({
    where: {
      id,
      organizationId: ctx.organizationId,
      state: { in: [...proposalTransitions[decision.verb]] },
      expiresAt: { gt: now },
      ...(decision.contentHash !== undefined && { contentHash: decision.contentHash }),
    },
    data: { state: decision.state, decidedBy: ctx.actor.name, decidedAt: now, decisionComment: decision.comment },
  });
  if (decided) return decided;
  const row = await findProposal(tx, ctx, id);
  throw conflict(whyNot(row, decision, now), { state: row.state });
}

function whyNot(row: ProposalRow, decision: Decision, now: Date): string {
  if (row.state === "superseded") return row.decisionComment ?? "A newer proposal has taken this one's place";
  if (row.state === "expired" || (row.state === "proposed" && row.expiresAt <= now)) {
    return `This proposal expired at ${row.expiresAt.toISOString()}; ask for a new one`;
  }
  if (row.state !== "proposed")
    return `${row.decidedBy ?? "Somebody"} has already decided this proposal: it is ${row.state.replace("_", " ")}`;
  if (decision.contentHash !== row.contentHash)
    return "This is not the proposal that you saw: its content has another hash. Look at it again";
  return "This proposal cannot be decided now";
}

/** Timeline, events and audit of a decision. */
export async function recordDecision(
  tx: Tx,
  ctx: Ctx,
  row: ProposalRow,
  decision: Decision,
  data: Record<string, unknown> = {},
): Promise<void> {
  addTimelineEntry(tx, ctx, {
    incidentId: row.incidentId,
    kind: "decision",
    text: `${said[decision.verb]} by ${ctx.actor.name}: ${row.title}${decision.comment ? `. ${decision.comment}` : ""}`,
    data: { proposal_id: row.id, ...data },
  });
  publish(tx, ctx.organizationId, "proposal.changed", row.id);
  recordAudit(tx, ctx, {
    verb: `proposal.${decision.verb}`,
    subject: { kind: "proposal", id: row.id },
    data: {
      incident_id: row.incidentId,
      content_hash: row.contentHash,
      policy_version: row.policyVersion,
      before: { state: "proposed" },
      after: { state: row.state },
      comment: decision.comment,
      ...data,
    },
  });
}
