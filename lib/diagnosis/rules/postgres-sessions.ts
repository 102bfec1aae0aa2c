import type { Facts, Known } from "../facts";
import { plainName } from "../figures";

export type Group = Known["postgresActivity"]["groups"][number];

/** Who holds a session, in words of ours: outside names only where they are plain. */
export function holderOf({ role, application }: { role: string; application: string }): string {
  const who = plainName(role) ? `role ${role}` : "a role named in the evidence";
  if (application === "") return `${who}, no application name`;
  return plainName(application) ? `${who}, application ${application}` : `${who}, application named in the evidence`;
}

/** Whether sessions queue for locks, rather than one waiting its moment. */
export function isPileup({ known }: Facts): boolean {
  const blocking = known.postgresBlocking?.value;
  return blocking !== undefined && (blocking.waiting >= 3 || (blocking.waiting > 0 && blocking.longestWaitS >= 5));
}
