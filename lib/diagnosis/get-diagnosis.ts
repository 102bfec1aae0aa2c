import { type Ctx, require } from "@/lib/auth";
import { prisma } from "@/lib/platform/db";
import { notFound } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";
import type { DiagnosisView } from "./contract";
import { presentDiagnosis } from "./present-diagnosis";

/**
 * What speaks about an incident now: the newest diagnosis, whoever made it. While Claude still investigates, when it failed, when it names
 * no cause and the rules do, when what they measured contradicts it, and when it ended after the incident was resolved, that is the rules',
 * with the investigation beside it. Null when there was none. Throws `not_found` for an unknown incident.
 */
export async function getDiagnosis(ctx: Ctx, incidentId: string): Promise<DiagnosisView | null> {
  require(ctx, "read");
  const incident = await findIncidentRow(ctx, incidentId);
  const [newest] = await newestOf(incident.id);
  if (!newest) return null;
  if (newest.engine === "rules") return presentDiagnosis(newest);
  const isInTime = !incident.resolvedAt || !newest.completedAt || newest.completedAt <= incident.resolvedAt;
  if (newest.state === "completed" && isInTime) return presentDiagnosis(newest, newest);
  const [before] = await newestOf(incident.id, "rules");
  const isTheirs = before?.rootCause || (newest.isOverruled && before?.state === "completed");
  const speaks = newest.state === "inconclusive" && isInTime && !isTheirs ? newest : before;
  return presentDiagnosis(speaks ?? newest, newest);
}

const newestOf = (incidentId: string, engine?: "rules") =>
  prisma().diagnosis.findMany({
    where: { incidentId, ...(engine && { engine }) },
    orderBy: [{ startedAt: "desc" }, { id: "desc" }],
    take: 1,
  });

/** The incident's row: a diagnosis needs the id of its service, which no view carries. */
export async function findIncidentRow(ctx: Ctx, id: string) {
  const row = isId(id)
    ? await prisma().incident.findFirst({ where: { id, organizationId: ctx.organizationId } })
    : null;
  if (!row) throw notFound("The incident");
  return row;
}
