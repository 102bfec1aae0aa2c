import { type Ctx, require } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db";
import { conflict } from "@/lib/platform/errors";
import { type IncidentSummary, incidentTransitions } from "./contract";
import { findIncident, presentOne } from "./get-incident";
import { tell } from "./tell";

/** Says that somebody is on it. Throws `conflict` when somebody already is, or when the incident is resolved. */
export async function acknowledgeIncident(ctx: Ctx, id: string): Promise<IncidentSummary> {
  require(ctx, "respond");
  return inTransaction(async (tx) => {
    const incident = await findIncident(tx, ctx, id);
    const now = clock.now();
    const { count } = await tx.incident.updateMany({
      where: { id: incident.id, status: { in: [...incidentTransitions.acknowledge] } },
      data: { status: "acknowledged", acknowledgedAt: now, acknowledgedBy: ctx.actor.name, updatedAt: now },
    });
    const current = await findIncident(tx, ctx, id);
    if (count === 0) {
      throw conflict(
        current.status === "acknowledged"
          ? `${current.acknowledgedBy ?? "Somebody"} has already acknowledged this incident`
          : "This incident is already resolved",
      );
    }
    const summary = await presentOne(tx, current);
    await tell(
      tx,
      ctx,
      "acknowledge",
      { incidentId: incident.id, kind: "acknowledged", text: `Acknowledged by ${ctx.actor.name}` },
      { before: { status: "triggered" }, after: { status: "acknowledged" } },
    );
    return summary;
  });
}
