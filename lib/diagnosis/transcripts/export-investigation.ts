import { type Ctx, require } from "@/lib/auth";
import { notFound } from "@/lib/platform/errors";
import type { Transcript } from "../contract";
import { findIncidentRow } from "../get-diagnosis";
import { endedDiagnosis, transcriptOf } from "./transcript-of";

/**
 * The newest investigation by Claude that came to its end, to be played again elsewhere: what was known, what was looked at, what was
 * answered. Redacted, with the service's name and kind but not its address. Throws `not_found` when there was none.
 */
export async function exportInvestigation(ctx: Ctx, incidentId: string): Promise<Transcript> {
  require(ctx, "respond");
  const incident = await findIncidentRow(ctx, incidentId);
  const row = await endedDiagnosis(incident, "claude");
  if (!row) throw notFound("An investigation by Claude that came to its end");
  return transcriptOf(ctx, incident, row);
}
