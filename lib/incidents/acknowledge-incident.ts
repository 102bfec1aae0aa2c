import { type Ctx, require } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { inTransaction, type Tx } from "@/lib/platform/db";
import { conflict } from "@/lib/platform/errors";
import { type IncidentSummary, incidentTransitions } from "./contract";
import { findIncident, presentOne } from "./get-incident";
import { tell } from "./tell";

/** Says that somebody is on it. Throws `conflict` when somebody already is, or when the incident is resolved. */
export async function acknowledgeIncident(ctx: Ctx, id: string): Promise<IncidentSummary> {
  require(ctx, "respond");
  return inTransaction(async (tx) => {
    const incident = await findIncident(tx, ctx, id);
    const isAcknowledged = await acknowledgeIncidentIn(tx, ctx, incident.id);
    const current = await findIncident(tx, ctx, id);
    if (!isAcknowledged) {
      throw conflict(
        current.status === "acknowledged"
          ? `${current.acknowledgedBy ?? "Somebody"} has already acknowledged this incident`
          : "This incident is already resolved",
      );
    }
    return presentOne(tx, current);
  });
}

/**
 * Acknowledges an incident in the caller's transaction, for other rooms, which have the right to. Returns false, and changes nothing,
 * when somebody already has or when it is resolved.
 */
export async function acknowledgeIncidentIn(tx: Tx, ctx: Ctx, incidentId: string): Promise<boolean> {
  const now = clock.now();
  const { count } = await tx.incident.updateMany({
    where: {
      id: incidentId,
      organizationId: ctx.organizationId,
      status: { in: [...incidentTransitions.acknowledge] },
    },
    data: { status: "acknowledged", acknowledgedAt: now, acknowledgedBy: ctx.actor.name, updatedAt: now },
  });
  if (count === 0) return false;
  tell(
    tx,
    ctx,
    "acknowledge",
    { incidentId, kind: "acknowledged", text: `Acknowledged by ${ctx.actor.name}` },
    { before: { status: "triggered" }, after: { status: "acknowledged" } },
  );
  return true;
}

/**
 * Takes an acknowledgement back, in the caller's transaction: nobody is on it any more. `why` is for the timeline; without it, that the
 * actor did. Returns false, and changes nothing, when the incident is not acknowledged.
 */
export async function unacknowledgeIncidentIn(
  tx: Tx,
  ctx: Ctx,
  incidentId: string,
  why = `The acknowledgement was taken back by ${ctx.actor.name}`,
): Promise<boolean> {
  const { count } = await tx.incident.updateMany({
    where: {
      id: incidentId,
      organizationId: ctx.organizationId,
      status: { in: [...incidentTransitions.unacknowledge] },
    },
    data: { status: "triggered", acknowledgedAt: null, acknowledgedBy: null, updatedAt: clock.now() },
  });
  if (count === 0) return false;
  tell(
    tx,
    ctx,
    "unacknowledge",
    { incidentId, kind: "unacknowledged", text: why },
    { before: { status: "acknowledged" }, after: { status: "triggered" } },
  );
  return true;
}
