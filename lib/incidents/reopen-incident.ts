import type { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { inTransaction, type Tx } from "@/lib/platform/db";
import { conflict } from "@/lib/platform/errors";
import { holdOrganization } from "@/lib/platform/hold-organization";
import { type IncidentSummary, incidentTransitions, ReopenIncident } from "./contract";
import { findIncident, presentOne } from "./get-incident";
import type { IncidentRow } from "./present-incident";
import { tell } from "./tell";

/**
 * Opens a resolved incident again, as if nobody had acknowledged it. However well its service measures, it stays open until somebody or a
 * verified run resolves it, or its trouble has been measured again and passed (`kept_open_by`). Throws `conflict` when it is open, or when another incident about
 * the same service and cause has been opened since: that one is where people are looking.
 */
export async function reopenIncident(
  ctx: Ctx,
  id: string,
  raw: z.input<typeof ReopenIncident>,
): Promise<IncidentSummary> {
  require(ctx, "respond");
  const { reason } = ReopenIncident.parse(raw);
  return inTransaction(async (tx) => {
    const found = await findIncident(tx, ctx, id);
    // Whoever opens holds this lock, so that nobody opens another one between our look and our change.
    holdOrganization(tx, ctx.organizationId);
    const other = await openBeside(tx, found);
    if (other) {
      throw conflict(
        `Incident #${other.number} about the same service and cause is open; continue there, or resolve it first`,
        { incident_id: other.id },
      );
    }
    if (!(await reopenIncidentIn(tx, ctx, { incidentId: found.id, reason, keptOpenBy: ctx.actor.name })))
      throw conflict("This incident is already open");
    return presentOne(tx, await findIncident(tx, ctx, id));
  });
}

/**
 * Opens a resolved incident again in the caller's transaction, which holds the organization (`holdOrganization`). Returns false,
 * and changes nothing, when it is open or when another one about the same service and cause is. What was sampled when it first opened
 * stays. `keptOpenBy`: the person whose decision it is, null where an alert says so.
 */
export async function reopenIncidentIn(
  tx: Tx,
  ctx: Ctx,
  { incidentId, reason, keptOpenBy }: { incidentId: string; reason: string; keptOpenBy: string | null },
): Promise<boolean> {
  const incident = await findIncident(tx, ctx, incidentId);
  if (await openBeside(tx, incident)) return false;
  const now = clock.now();
  const quietSince = incident.quietSince ?? incident.resolvedAt ?? now;
  const { count } = await tx.incident.updateMany({
    where: { id: incident.id, status: { in: [...incidentTransitions.reopen] } },
    data: {
      status: "triggered",
      acknowledgedAt: null,
      acknowledgedBy: null,
      resolvedAt: null,
      resolvedBy: null,
      resolution: null,
      escalation: null,
      quietMs: incident.quietMs + Math.max(0, now.getTime() - quietSince.getTime()),
      quietSince: null,
      reopenedAt: now,
      keptOpenBy,
      updatedAt: now,
    },
  });
  if (count === 0) return false;
  tell(
    tx,
    ctx,
    "reopen",
    { incidentId: incident.id, kind: "reopened", text: reason },
    {
      before: { status: "resolved", resolved_by: incident.resolvedBy, resolution: incident.resolution },
      after: { status: "triggered" },
    },
  );
  return true;
}

const openBeside = (tx: Tx, { id, organizationId, dedupKey }: IncidentRow) =>
  tx.incident.findFirst({ where: { organizationId, dedupKey, status: { not: "resolved" }, id: { not: id } } });
