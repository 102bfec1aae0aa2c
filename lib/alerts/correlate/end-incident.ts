import type { Ctx } from "@/lib/auth";
import { lockIncident, resolveIncidentIn, tellOfIncident } from "@/lib/incidents";
import { SourceName } from "@/lib/integrations/contract";
import type { Tx } from "@/lib/platform/db";

type Ending = {
  incidentId: string;
  /** Who says that it is over, and what, for people. */
  reporter: string;
  title: string;
  /** Put before the usual words: why it took so long. */
  after?: string;
};

/**
 * Resolves the incident of a signal that is over, in the caller's transaction, when nothing of it fires any more. What monitoring or a
 * person opened is theirs to resolve, and while an execution is under way its outcome is for that to prove: the timeline is told, and
 * that is all. Returns what became of it.
 */
export async function endIncident(
  tx: Tx,
  ctx: Ctx,
  { incidentId, reporter, title, after }: Ending,
): Promise<"resolved" | "noted" | "over"> {
  // Locked before the other signals are looked at: of two that end at once the second one sees that it is the last.
  const incident = await lockIncident(tx, ctx, incidentId);
  if (!incident || incident.status === "resolved") return "over";
  const words = `${after ? `${after}: ` : ""}${reporter} reports that it is over: ${title}`;
  const [others] = await tx.$queryRaw<{ firing: number }[]>`
    SELECT count(*)::int AS firing FROM signals JOIN integrations ON integrations.id = signals.integration_id
    WHERE incident_id = ${incidentId}::uuid AND (status = 'firing' OR settles_at IS NOT NULL) AND integrations.deleted_at IS NULL`;
  const why = reasonToWait(incident, others?.firing ?? 0, await isSeenIll(tx, incidentId));
  if (!why) {
    await resolveIncidentIn(tx, ctx, { incidentId, resolution: words });
    return "resolved";
  }
  await tellOfIncident(tx, ctx, "ease", { incidentId, kind: "changed", text: `${words}. ${why}` });
  return "noted";
}

/** Whether monitoring itself sees the service ill, whatever its source says. */
async function isSeenIll(tx: Tx, incidentId: string): Promise<boolean> {
  const ill = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM incidents JOIN services ON services.id = incidents.service_id
    WHERE incidents.id = ${incidentId}::uuid AND services.deleted_at IS NULL AND bad_in_a_row > 1`;
  return ill.length > 0;
}

const UNTIL_WELL = "It stays open until monitoring sees the service well, or somebody resolves it";

function reasonToWait(
  { source, heldByExecution }: { source: string; heldByExecution: string | null },
  firing: number,
  isIll: boolean,
): string | null {
  if (firing > 0)
    return `It stays open: ${firing === 1 ? "one other alert of it fires" : `${firing} other alerts of it fire`}`;
  if (heldByExecution !== null) return "It stays open until the run that is under way has shown its outcome";
  if (isIll) return UNTIL_WELL;
  if (SourceName.safeParse(source).success) return null;
  return source === "monitoring"
    ? UNTIL_WELL
    : "It stays open until somebody resolves it, because it was opened by hand";
}
