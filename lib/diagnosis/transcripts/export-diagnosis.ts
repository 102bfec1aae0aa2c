import { type Ctx, require } from "@/lib/auth";
import { notFound } from "@/lib/platform/errors";
import type { Transcript } from "../contract";
import { findIncidentRow } from "../get-diagnosis";
import { endedDiagnosis, transcriptOf } from "./transcript-of";

/**
 * The newest diagnosis that came to its end, whoever made it, to be judged again elsewhere: what the rules saw and made of it, and what
 * Claude looked at and answered when it investigated. Redacted, with the service's name and kind but not its address. Throws `not_found`
 * when there is none.
 */
export async function exportDiagnosis(ctx: Ctx, incidentId: string): Promise<Transcript> {
  require(ctx, "respond");
  const incident = await findIncidentRow(ctx, incidentId);
  const row = await endedDiagnosis(incident);
  if (!row) throw notFound("A diagnosis that came to its end");
  return transcriptOf(ctx, incident, row);
}
