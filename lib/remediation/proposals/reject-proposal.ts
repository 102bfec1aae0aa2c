import { type Ctx, requirePerson } from "@/lib/auth";
import { inTransaction } from "@/lib/platform/db";
import { type ProposalView, RejectProposal } from "../contract";
import { type Decision, decide, recordDecision } from "./decide";
import { presentProposal } from "./present-proposal";

/** A person refuses a proposal, saying why. Throws `conflict` when it was decided, superseded or has expired. */
export async function rejectProposal(ctx: Ctx, id: string, input: unknown): Promise<ProposalView> {
  requirePerson(ctx, "operate");
  const { reason } = RejectProposal.parse(input);
  return inTransaction(async (tx) => {
    const decision: Decision = { verb: "reject", state: "rejected", comment: reason };
    const row = await decide(tx, ctx, id, decision);
    await recordDecision(tx, ctx, row, decision);
    return presentProposal(row, null);
  });
}
