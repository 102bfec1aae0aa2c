import { recordAudit } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { addTimelineEntry, presentSolution } from "@/lib/incidents";
import { IncidentStatus } from "@/lib/incidents/contract";
import { RECOVERED_ABOVE } from "@/lib/monitoring/contract";
import { clock } from "@/lib/platform/clock";
import { inTransaction, prisma } from "@/lib/platform/db";
import { conflict, notFound } from "@/lib/platform/errors";
import type { DiagnosisView, SolutionView } from "./contract";
import { diagnoseIncident } from "./diagnose-incident";
import { findIncidentRow, getDiagnosis } from "./get-diagnosis";
import { presentDiagnosis } from "./present-diagnosis";

const WAIT_MS = 20_000;
const LOOK_EVERY_MS = 200;

/**
 * "Get AI Solution": what to do now, what to change for good and what to watch, drawn from the diagnosis that speaks (one is made when
 * there is none) and kept with the incident. Asking again draws it anew. Once the incident is resolved there is nothing to do now. Throws `conflict` when no diagnosis can be finished.
 */
export async function createSolution(ctx: Ctx, incidentId: string): Promise<SolutionView> {
  require(ctx, "respond");
  const incident = await findIncidentRow(ctx, incidentId);
  const spoken = await getDiagnosis(ctx, incident.id);
  const diagnosis =
    spoken && isFinished(spoken)
      ? spoken
      : ((await latestFinished(incident.id)) ?? (await diagnoseNow(ctx, incident.id)));
  const solution = solutionFrom(diagnosis, incident.openingHealth);
  const shown = presentSolution(solution, IncidentStatus.parse(incident.status));
  const steps = shown.immediate_steps.length;

  await inTransaction(async (tx) => {
    const { count } = await tx.incident.updateMany({
      where: { id: incident.id, organizationId: ctx.organizationId },
      data: { solution, updatedAt: clock.now() },
    });
    if (count === 0) throw notFound("The incident");
    const data = { diagnosis_id: diagnosis.id, engine: solution.engine, steps };
    addTimelineEntry(tx, ctx, {
      incidentId: incident.id,
      kind: "solution",
      text: `Solution ${incident.status === "resolved" ? "for later" : `with ${steps} steps`}, asked for by ${ctx.actor.name}`,
      data,
    });
    recordAudit(tx, ctx, { verb: "solution.create", subject: { kind: "incident", id: incident.id }, data });
  });
  return shown;
}

const isFinished = ({ state }: DiagnosisView) => state === "completed" || state === "inconclusive";

async function latestFinished(incidentId: string): Promise<DiagnosisView | null> {
  const row = await prisma().diagnosis.findFirst({
    where: { incidentId, state: { in: ["completed", "inconclusive"] } },
    orderBy: [{ startedAt: "desc" }, { id: "desc" }],
  });
  return row && presentDiagnosis(row);
}

async function diagnoseNow(ctx: Ctx, incidentId: string): Promise<DiagnosisView> {
  let diagnosis: DiagnosisView | null = await diagnoseIncident(ctx, { incidentId });
  // Somebody else's is running, most often the one that every new incident gets: it is done in seconds.
  const until = clock.now().getTime() + WAIT_MS;
  while (diagnosis?.state === "running" && clock.now().getTime() < until) {
    await clock.sleep(LOOK_EVERY_MS);
    diagnosis = await getDiagnosis(ctx, incidentId);
  }
  if (diagnosis && isFinished(diagnosis)) return diagnosis;
  throw conflict(
    diagnosis?.state === "failed"
      ? `The diagnosis failed, so there is nothing to draw a solution from: ${diagnosis.summary}`
      : "The diagnosis is still running; ask again in a few seconds",
  );
}

function solutionFrom(diagnosis: DiagnosisView, healthBefore: number | null): SolutionView {
  const was = healthBefore === null ? "" : `; it was ${Math.round(healthBefore)} when the incident opened`;
  const proof = `Check that it helped: health must be above ${RECOVERED_ABOVE} in the next samples${was}.`;
  return {
    based_on: diagnosis.id,
    engine: diagnosis.engine,
    summary: diagnosis.summary,
    immediate_steps: diagnosis.root_cause ? [...diagnosis.immediate_actions, proof] : diagnosis.immediate_actions,
    long_term_fixes: diagnosis.long_term_fixes,
    monitoring: diagnosis.monitoring,
    created_at: clock.now().toISOString(),
  };
}
