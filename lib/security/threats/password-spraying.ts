import type { EventRow } from "../events/event";
import { accountOf, bursts, grouped, HOUR_MS, isFailure, restingOn } from "./bursts";
import type { Rule } from "./rule";

const LEAST = 4;
const accountsOf = (events: EventRow[]): number => new Set(events.map(accountOf)).size;

export const passwordSpraying: Rule = {
  id: "password-spraying",
  title: "One address tries many accounts",
  looksFor: `Failed tries at ${LEAST} accounts from one address within an hour`,
  advice: [
    "Block the address in front of Nightshift.",
    "Look whether any of these accounts was signed in to from it.",
    "Turn on second factors for everybody who has none.",
  ],
  detect: ({ events }) =>
    [...grouped(events.filter(isFailure), ({ address }) => address)].flatMap(([address, tries]) =>
      bursts(tries, HOUR_MS, (window) => accountsOf(window) >= LEAST).map((burst) => {
        const { first: _, ...found } = restingOn(burst);
        return {
          ...found,
          severity: "high" as const,
          subject: { kind: "address", id: address, name: address },
          text: `${address} failed to sign in to ${accountsOf(burst)} different accounts`,
        };
      }),
    ),
};
