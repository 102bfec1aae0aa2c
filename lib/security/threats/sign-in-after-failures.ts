import type { EventRow } from "../events/event";
import { accountOf, grouped, HOUR_MS, isFailure, nameOf, restingOn, totalOf } from "./bursts";
import type { Found, Rule } from "./rule";

const LEAST = 3;

export const signInAfterFailures: Rule = {
  id: "sign-in-after-failures",
  title: "A sign-in from a new address after failures",
  looksFor: `A sign-in from an address that the person had not signed in from before (as far as the examined events tell), within an hour after ${LEAST} failed tries`,
  advice: [
    "Ask the person at once whether it was them.",
    "If not: end all their sessions, change the password, and look in the audit log at what they did since.",
  ],
  detect: ({ events }) =>
    [...grouped(events, accountOf)].flatMap(([account, ofAccount]) => takeovers(account, ofAccount)),
};

function takeovers(account: string, events: EventRow[]): Found[] {
  const known = new Set<string | null>();
  const found: Found[] = [];
  let failures: EventRow[] = [];
  for (const event of events) {
    if (isFailure(event)) failures.push(event);
    if (event.kind !== "sign_in.succeeded") continue;
    const recent = failures.filter(({ at }) => event.at.getTime() - at.getTime() <= HOUR_MS);
    if (totalOf(recent) >= LEAST && event.address !== null && !known.has(event.address)) {
      const { first: _, ...rest } = restingOn([...recent, event]);
      found.push({
        ...rest,
        severity: "high",
        subject: { kind: "user", id: account, name: nameOf(event) },
        text: `${nameOf(event)} signed in from ${event.address}, not seen before, after ${totalOf(recent)} failed tries`,
      });
    }
    known.add(event.address);
    failures = [];
  }
  return found;
}
