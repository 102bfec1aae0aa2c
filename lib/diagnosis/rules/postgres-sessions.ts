import type { Facts, Known } from "../facts";
import { plainName } from "../figures";

export type Group = Known["postgresActivity"]["groups"][number];

/** Who holds a session, in words of ours: outside names only where they are plain. */
export function holderOf({ role, application }: { role: string; application: string }): string {
  const who = plainName(role) ? `role ${role}` : "a role named in the evidence";
  if (application === "") return `${who}, no application name`;
  return plainName(application) ? `${who}, application ${application}` : `${who}, application named in the evidence`;
}

/** Whether sessions queue for locks. A few that wait a moment are what locks are for. */
export function isPileup({ known }: Facts): boolean {
  const blocking = known.postgresBlocking?.value;
  if (!blocking || blocking.waiting < 3) return false;
  return blocking.longestWaitS >= 2 || blocking.waiting * 3 >= (known.postgresActivity?.value.sessions ?? 0);
}

/** Whether most sessions are there only because they queue. */
export const isMostlyWaiting = (facts: Facts): boolean =>
  isPileup(facts) &&
  (facts.known.postgresBlocking?.value.waiting ?? 0) * 2 >= (facts.known.postgresActivity?.value.sessions ?? 0);
