import { recordAudit } from "@/lib/audit";
import { type Ctx, requirePerson } from "@/lib/auth";
import { dequeue, publish } from "@/lib/events";
import { addTimelineEntry } from "@/lib/incidents";
import { clock } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db";
import { conflict } from "@/lib/platform/errors";
import type { DiagnosisView } from "./contract";
import { costOf } from "./finish-diagnosis";
import { findIncidentRow, getDiagnosis } from "./get-diagnosis";
import { taskKey } from "./tasks-under-way";

/**
 * Stops the investigation by Claude that is under way: whoever is at it gives up at its next step, what was spent stays spent, and the
 * incident can be diagnosed again at once. Returns what speaks now: the rules. Throws `not_found`, or `conflict` when none is under way.
 */
export async function stopInvestigation(ctx: Ctx, incidentId: string): Promise<DiagnosisView | null> {
  requirePerson(ctx, "respond");
  const incident = await findIncidentRow(ctx, incidentId);
  await inTransaction(async (tx) => {
    const [stopped] = await tx.diagnosis.updateManyAndReturn({
      where: { incidentId: incident.id, organizationId: ctx.organizationId, engine: "claude", state: "running" },
      data: {
        state: "failed",
        completedAt: clock.now(),
        summary: `${ctx.actor.name} stopped the investigation. The rules speak alone.`,
      },
    });
    if (!stopped) throw conflict("No investigation by Claude is under way; there is nothing to stop");
    await tx.diagnosis.update({ where: { id: stopped.id }, data: { cost: await costOf(tx, stopped.id) } });
    // Nobody is seen at it from now on: it would be taken for lost, and tried again.
    await dequeue(tx, taskKey.investigate(incident.id));
    const { id, summary: text, state } = stopped;
    const data = { diagnosis_id: id, state };
    addTimelineEntry(tx, ctx, { incidentId: incident.id, kind: "diagnosis", text, data });
    publish(tx, ctx.organizationId, "diagnosis.changed", incident.id);
    recordAudit(tx, ctx, {
      verb: "diagnosis.stop",
      subject: { kind: "diagnosis", id },
      data: { incident_id: incident.id },
    });
  });
  return getDiagnosis(ctx, incident.id);
}
