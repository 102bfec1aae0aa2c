import { type Ctx, require } from "@/lib/auth";
import { getIncident } from "@/lib/incidents";
import { prisma, type Tx } from "@/lib/platform/db";
import { notFound } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";
import type { ProposalView } from "../contract";
import { type ProposalRow, presentProposal } from "./present-proposal";

/** The organization's proposal of this id; throws `not_found` for anything else. */
export async function findProposal(tx: Tx, ctx: Ctx, id: string): Promise<ProposalRow> {
  const row = isId(id) ? await tx.proposal.findFirst({ where: { id, organizationId: ctx.organizationId } }) : null;
  if (!row) throw notFound("This proposal");
  return row;
}

export async function getProposal(ctx: Ctx, id: string): Promise<ProposalView> {
  require(ctx, "read");
  return presentStored(await findProposal(prisma(), ctx, id));
}

/** The proposals of an incident, newest first. */
export async function listProposals(ctx: Ctx, incidentId: string): Promise<ProposalView[]> {
  require(ctx, "read");
  await getIncident(ctx, incidentId);
  const rows = await prisma().proposal.findMany({
    where: { organizationId: ctx.organizationId, incidentId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: 50,
  });
  return Promise.all(rows.map(presentStored));
}

async function presentStored(row: ProposalRow): Promise<ProposalView> {
  const execution = await prisma().execution.findUnique({ where: { proposalId: row.id }, select: { id: true } });
  return presentProposal(row, execution?.id ?? null);
}
