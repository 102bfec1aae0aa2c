import { type Ctx, require } from "@/lib/auth";
import { prisma } from "@/lib/platform/db";
import { notFound } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";
import type { DiagnosisView } from "./contract";
import { presentDiagnosis } from "./present-diagnosis";

/** The newest diagnosis of an incident, running ones included; null when there was none. Throws `not_found` for an unknown incident. */
export async function getDiagnosis(ctx: Ctx, incidentId: string): Promise<DiagnosisView | null> {
  require(ctx, "read");
  const incident = await findIncidentRow(ctx, incidentId);
  const row = await prisma().diagnosis.findFirst({
    where: { incidentId: incident.id, organizationId: ctx.organizationId },
    orderBy: [{ startedAt: "desc" }, { id: "desc" }],
  });
  return row && presentDiagnosis(row);
}

/** The incident's row: a diagnosis needs the id of its service, which no view carries. */
export async function findIncidentRow(ctx: Ctx, id: string) {
  const row = isId(id)
    ? await prisma().incident.findFirst({ where: { id, organizationId: ctx.organizationId } })
    : null;
  if (!row) throw notFound("The incident");
  return row;
}
