import { tellOfIncident } from "@/lib/incidents";
import { sourceTitles } from "@/lib/integrations/contract";
import { type Held, minutes, NEVER, type SignalRow } from "./held";

/** So many turns within so long are flapping. */
const TURNS = 4;
const WITHIN_MS = minutes(15);
/** How long it must be quiet to count as resolved, and how long without a turn to count as steady. */
export const QUIET_MS = minutes(5);
export const STEADY_AFTER_MS = WITHIN_MS;

/** What a turn from resolved to firing or back changes about its signal: the turns that count, and since when it flaps. */
export function turned(
  { changedAt, turns, flappingSince }: Pick<SignalRow, "changedAt" | "turns" | "flappingSince">,
  at: Date,
): { turns: Date[]; flappingSince: Date | null } {
  // The first word ever is no turn.
  if (changedAt.getTime() === NEVER.getTime()) return { turns: [], flappingSince };
  const since = at.getTime() - WITHIN_MS;
  const recent = [...turns.filter((turn) => turn.getTime() > since), at];
  return { turns: recent.slice(-TURNS), flappingSince: flappingSince ?? (recent.length >= TURNS ? at : null) };
}

/** Told once, when it begins: every turn of its own would bury the rest of the story. */
export const tellFlapping = ({ tx, ctx, integration, signal }: Held, incidentId: string) =>
  tellOfIncident(tx, ctx, "flap", {
    incidentId,
    kind: "changed",
    text: `It flaps: ${sourceTitles[integration.source]} reported “${signal.title}” come and gone ${TURNS} times within ${WITHIN_MS / 60_000} minutes. From now on it counts as over once it has been quiet for ${QUIET_MS / 60_000} minutes`,
  });
