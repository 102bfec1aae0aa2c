import type { Ctx } from "@/lib/auth";
import { type Locked, lockIncident, quietIncidentIn, resolveIncidentIn, tellOfIncident } from "@/lib/incidents";
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
  const others = await othersOf(tx, incidentId);
  const isIll = await isSeenIll(tx, incidentId);
  const why = reasonToWait(incident, others.firing + others.settling, isIll);
  if (!why) {
    await resolveIncidentIn(tx, ctx, { incidentId, resolution: words });
    return "resolved";
  }
  tellOfIncident(tx, ctx, "ease", { incidentId, kind: "changed", text: `${words}. ${why}` });
  if (isQuiet(incident, others, isIll)) await quietIncidentIn(tx, ctx, incidentId);
  return "noted";
}

/** What flaps is gone for now, in the caller's transaction: its incident stays open, and is quiet when nothing else of it is broken. */
export async function easeIncident(tx: Tx, ctx: Ctx, incidentId: string): Promise<void> {
  const incident = await lockIncident(tx, ctx, incidentId);
  if (!incident || incident.status === "resolved") return;
  const others = await othersOf(tx, incidentId);
  if (isQuiet(incident, others, await isSeenIll(tx, incidentId))) await quietIncidentIn(tx, ctx, incidentId);
}

/** What alerts opened is broken while one of them fires or monitoring sees it; what others opened is until they say that it is over. */
const isQuiet = ({ source }: { source: string }, { firing, lost }: Others, isIll: boolean): boolean =>
  firing === 0 && lost === 0 && !isIll && SourceName.safeParse(source).success;

/** How many signals of the incident fire, how many flap and are gone for now, and of how many nobody knows any more. */
type Others = { firing: number; settling: number; lost: number };

async function othersOf(tx: Tx, incidentId: string): Promise<Others> {
  const [others] = await tx.$queryRaw<Others[]>`
    SELECT count(*) FILTER (WHERE status = 'firing' AND deleted_at IS NULL)::int AS firing,
      count(*) FILTER (WHERE status <> 'firing' AND settles_at IS NOT NULL AND deleted_at IS NULL)::int AS settling,
      count(*) FILTER (WHERE status = 'lost')::int AS lost
    FROM signals JOIN integrations ON integrations.id = signals.integration_id WHERE incident_id = ${incidentId}::uuid`;
  return others ?? { firing: 0, settling: 0, lost: 0 };
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
  { source, heldByExecution, keptOpenBy }: Pick<Locked, "source" | "heldByExecution" | "keptOpenBy">,
  firing: number,
  isIll: boolean,
): string | null {
  if (firing > 0)
    return `It stays open: ${firing === 1 ? "one other alert of it fires" : `${firing} other alerts of it fire`}`;
  if (heldByExecution !== null) return "It stays open until the run that is under way has shown its outcome";
  if (isIll) return UNTIL_WELL;
  if (SourceName.safeParse(source).success) return null;
  if (keptOpenBy !== null) return `It stays open until somebody resolves it, because ${keptOpenBy} opened it again`;
  return source === "monitoring"
    ? UNTIL_WELL
    : "It stays open until somebody resolves it, because it was opened by hand";
}
