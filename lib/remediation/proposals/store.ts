import { recordAudit } from "@/lib/audit";
import type { Ctx } from "@/lib/auth";
import { publish } from "@/lib/events";
import { addTimelineEntry } from "@/lib/incidents";
import type { Prisma, Tx } from "@/lib/platform/db";
import { conflict } from "@/lib/platform/errors";
import type { ProposalView } from "../contract";
import type { BuiltProposal } from "./build";
import { presentProposal } from "./present-proposal";

/**
 * Locks an incident and says whether it is open. Its row is the lock of everything that is decided about it, and is taken before the
 * row of any proposal: two that lock them in different orders would wait for each other.
 */
export async function lockOpenIncident(tx: Tx, ctx: Ctx, incidentId: string): Promise<boolean> {
  const [incident] = await tx.$queryRaw<{ status: string }[]>`
    SELECT status FROM incidents WHERE id = ${incidentId}::uuid AND organization_id = ${ctx.organizationId}::uuid FOR UPDATE`;
  return incident !== undefined && incident.status !== "resolved";
}

/** Stores a proposal in place of the one that waited. Throws `conflict` while a fix of the incident is running or the incident is resolved. */
export async function storeProposal(tx: Tx, ctx: Ctx, built: BuiltProposal): Promise<ProposalView> {
  if (!(await lockOpenIncident(tx, ctx, built.incidentId)))
    throw conflict("This incident is resolved; reopen it to propose another fix");
  const underWay = await tx.execution.findFirst({
    where: { incidentId: built.incidentId, state: { in: ["queued", "running", "verifying", "unknown"] } },
  });
  if (underWay)
    throw conflict(
      underWay.state === "unknown"
        ? "Nobody knows yet how the last fix ended; Nightshift looks at its target and says so, within minutes"
        : "A fix of this incident is running; wait for its outcome, or cancel it",
      { execution_id: underWay.id },
    );

  const older = await tx.proposal.findMany({
    where: { incidentId: built.incidentId, state: "proposed" },
    select: { id: true, title: true },
  });
  for (const { id, title } of older) {
    const { count } = await tx.proposal.updateMany({
      where: { id, state: "proposed" },
      data: { state: "superseded" },
    });
    if (count === 0) continue;
    addTimelineEntry(tx, ctx, {
      incidentId: built.incidentId,
      kind: "proposal",
      text: `Set aside for a newer proposal: ${title}`,
      data: { proposal_id: id, replaced_by: built.id },
    });
    publish(tx, ctx.organizationId, "proposal.changed", id);
    recordAudit(tx, ctx, {
      verb: "proposal.supersede",
      subject: { kind: "proposal", id },
      data: { incident_id: built.incidentId, replaced_by: built.id },
    });
  }
  const row = await tx.proposal.create({
    data: {
      ...built,
      params: built.params as Prisma.InputJsonObject,
      preState: built.preState as Prisma.InputJsonObject,
      effect: built.effect as Prisma.InputJsonObject,
    },
  });
  addTimelineEntry(tx, ctx, {
    incidentId: row.incidentId,
    kind: "proposal",
    text: `Proposed: ${row.title}. ${built.effect.text}`,
    data: { proposal_id: row.id, action: row.action, risk: row.risk },
  });
  publish(tx, ctx.organizationId, "proposal.changed", row.id);
  recordAudit(tx, ctx, {
    verb: "proposal.create",
    subject: { kind: "proposal", id: row.id },
    data: {
      incident_id: row.incidentId,
      action: row.action,
      params: row.params,
      content_hash: row.contentHash,
      policy_version: row.policyVersion,
      commands: built.commandPreview,
    },
  });
  return presentProposal(row, null);
}
