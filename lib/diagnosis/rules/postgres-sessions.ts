import { isPiledUp } from "../abnormal";
import type { Facts, Known } from "../facts";
import { plainName } from "../figures";

export type Group = Known["postgresActivity"]["groups"][number];

/** Who holds a session, in words of ours: outside names only where they are plain. */
export function holderOf({ role, application }: { role: string; application: string }): string {
  const who = plainName(role) ? `role ${role}` : "a role named in the evidence";
  if (application === "") return `${who}, no application name`;
  return plainName(application) ? `${who}, application ${application}` : `${who}, application named in the evidence`;
}

export const isPileup = ({ known: { postgresBlocking: blocking, postgresActivity: activity } }: Facts): boolean =>
  blocking !== undefined && isPiledUp(blocking.value, activity?.value);

/** Whether most sessions are there only because they queue. */
export const isMostlyWaiting = (facts: Facts): boolean =>
  isPileup(facts) &&
  (facts.known.postgresBlocking?.value.waiting ?? 0) * 2 >= (facts.known.postgresActivity?.value.sessions ?? 0);

/** Whether ordinary roles have no slot left. One less counts, too: whoever measures takes one. */
export const isFull = (activity: Known["postgresActivity"], settings: Known["postgresSettings"]): boolean =>
  activity.sessions >= settings.maxConnections - settings.reserved - 1;

/** Where a newcomer was told that no slot is left, when one was. */
export const refusalOf = ({ known: { probe, sessionFailure } }: Facts): { evidence: number } | undefined =>
  probe?.value.failures.includes("postgres-slots-full")
    ? probe
    : sessionFailure?.value === "postgres-slots-full"
      ? sessionFailure
      : undefined;
