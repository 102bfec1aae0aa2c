import { type ProbeResult, whatIsBad } from "@/lib/monitoring";
import { RECOVERED_ABOVE } from "@/lib/monitoring/contract";
import type { Run } from "./run";

/**
 * Whether a probe shows nothing any more of what the incident is about: the service is in good health, or it answers, where that is all
 * the incident is about. Bad health of another cause is then for that one's own incident.
 */
export const isGone = ({ overOnceIt }: Pick<Run, "overOnceIt">, { health, error }: ProbeResult): boolean =>
  health > RECOVERED_ABOVE || (overOnceIt !== null && error === null);

/** What a probe shows of which `isGone` says so: "redis-test lets newcomers in again. Health is 0 because of its memory, …". */
export function goneWords({ watched, overOnceIt }: Run, result: ProbeResult, howOften = ""): string {
  const health = `Health is ${Math.round(result.health)}`;
  if (result.health > RECOVERED_ABOVE || overOnceIt === null) return health + howOften;
  const other = whatIsBad(watched, result);
  const why = other ? ` because of ${other}, which is for another incident` : "";
  return `${watched.name} ${overOnceIt}${howOften}. ${health}${why}`;
}
