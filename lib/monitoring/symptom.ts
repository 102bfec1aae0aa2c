import { figuresOf } from "./describe-failure";
import type { ProbeResult } from "./probe";
import type { Cause } from "./probes/kind";
import { probeKinds } from "./probes/registry";
import { isBad } from "./verdict";
import type { Watched } from "./watched";

const causesOf = ({ kind }: Watched): readonly Cause[] => probeKinds[kind].overOnceItAnswers;
const keyOf = ({ name }: Watched, cause: Cause): string => `${name}:${cause}`;

/** The dedup keys of those incidents of a service that are over as soon as it answers, however it fares otherwise. */
export const keysOverOnceItAnswers = (watched: Watched): string[] =>
  causesOf(watched).map((cause) => keyOf(watched, cause));

/**
 * What an answer shows of the incident with this dedup key, in words such as "lets newcomers in again": that it is over. Null where only
 * health tells.
 */
export function overOnceItAnswers(watched: Watched, dedupKey: string): string | null {
  const cause = causesOf(watched).find((one) => keyOf(watched, one) === dedupKey);
  if (!cause) return null;
  if (cause === "connections") return "lets newcomers in again";
  return cause === "unhealthy" ? "accepts Nightshift's login again" : "answers again";
}

/** Why the health of a sample is low: in the service's own words, or in the figures that it counts by. */
export function whyLow(watched: Watched, result: ProbeResult): string {
  return result.error ?? result.errorLines[0] ?? figuresOf(probeKinds[watched.kind].causeOf(result), result.metrics);
}

const things: Record<Cause, string> = {
  memory: "its memory",
  connections: "its connections",
  locks: "sessions that wait for locks",
  down: "its silence",
  unhealthy: "its refusal of Nightshift's login",
};
/** What a bad sample is about, as a noun; null when it is not bad. */
export const whatIsBad = (watched: Watched, result: ProbeResult): string | null =>
  isBad(result) ? things[probeKinds[watched.kind].causeOf(result)] : null;
