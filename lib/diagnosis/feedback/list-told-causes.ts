import { type Ctx, require } from "@/lib/auth";
import { prisma } from "@/lib/platform/db";
import type { ToldCause } from "../contract";
import { findIncidentRow } from "../get-diagnosis";

const MOST = 3;

type Row = { incidentId: string; number: number; realCause: string; actorId: string; actorName: string; at: Date };

/**
 * What people said was really wrong with earlier incidents of the same service that look the same: what opened them says the same, or the
 * same fault was diagnosed. The newest word on each incident, the newest first. Throws `not_found` for an unknown incident.
 */
export async function listToldCauses(ctx: Ctx, incidentId: string): Promise<ToldCause[]> {
  require(ctx, "read");
  const { id, organizationId, serviceName, dedupKey, createdAt } = await findIncidentRow(ctx, incidentId);
  if (serviceName === null) return [];
  const rows = await prisma().$queryRaw<Row[]>`
    SELECT * FROM (
      SELECT DISTINCT ON (feedback.incident_id) feedback.incident_id AS "incidentId", incident.number, feedback.real_cause AS "realCause",
        feedback.actor_id AS "actorId", feedback.actor_name AS "actorName", feedback.at
      FROM diagnosis_feedback AS feedback
      JOIN incidents AS incident ON incident.id = feedback.incident_id
      JOIN diagnoses AS wrong ON wrong.id = feedback.diagnosis_id
      WHERE feedback.organization_id = ${organizationId}::uuid AND feedback.verdict = 'wrong' AND feedback.real_cause IS NOT NULL
        AND incident.id <> ${id}::uuid AND incident.service_name = ${serviceName} AND incident.created_at <= ${createdAt}
        AND (incident.dedup_key = ${dedupKey} OR wrong.root_cause ->> 'fault' IN (
          SELECT root_cause ->> 'fault' FROM diagnoses WHERE incident_id = ${id}::uuid))
      ORDER BY feedback.incident_id, feedback.at DESC) AS told
    ORDER BY at DESC LIMIT ${MOST}`;
  return rows.map(({ incidentId: from, number, realCause, actorId, actorName, at }) => ({
    incident_id: from,
    incident_number: number,
    real_cause: realCause,
    by: { id: actorId, name: actorName },
    at: at.toISOString(),
  }));
}
