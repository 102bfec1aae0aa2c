import { type Ctx, require } from "@/lib/auth";
import { prisma } from "@/lib/platform/db";
import { notFound } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";
import type { DiagnosisView } from "./contract";
import { findIncidentRow } from "./get-diagnosis";
import { presentDiagnosis } from "./present-diagnosis";

/** One diagnosis of an incident, as it ended, with its evidence; also one in whose place another speaks now. Throws `not_found`. */
export async function getOneDiagnosis(ctx: Ctx, incidentId: string, diagnosisId: string): Promise<DiagnosisView> {
  require(ctx, "read");
  const incident = await findIncidentRow(ctx, incidentId);
  const row = isId(diagnosisId)
    ? await prisma().diagnosis.findFirst({
        where: { id: diagnosisId, incidentId: incident.id, organizationId: ctx.organizationId },
      })
    : null;
  if (!row) throw notFound("The diagnosis");
  return presentDiagnosis(row, row.engine === "claude" ? row : null);
}
