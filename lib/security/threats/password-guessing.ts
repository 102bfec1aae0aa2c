import { accountOf, addressesOf, bursts, grouped, isFailure, MINUTE_MS, nameOf, restingOn, totalOf } from "./bursts";
import type { Rule } from "./rule";

const LEAST = 5;
const MANY = 20;

export const passwordGuessing: Rule = {
  id: "password-guessing",
  title: "Somebody guesses a password",
  looksFor: `${LEAST} failed tries at one account within 15 minutes; from ${MANY} on it is severe`,
  advice: [
    "Ask the person whether it was them.",
    "If not, have them change the password and turn on a second factor.",
    "Block the address in front of Nightshift if it goes on.",
  ],
  detect: ({ events }) =>
    [...grouped(events.filter(isFailure), accountOf)].flatMap(([account, tries]) =>
      bursts(tries, 15 * MINUTE_MS, (window) => totalOf(window) >= LEAST).map((burst) => {
        const { first, ...found } = restingOn(burst);
        const addresses = addressesOf(burst);
        return {
          ...found,
          severity: found.count >= MANY ? ("high" as const) : ("medium" as const),
          subject: { kind: "user", id: account, name: nameOf(first) },
          text: `${found.count} failed tries to sign in as ${nameOf(first)}, from ${addresses.length === 1 ? addresses[0] : `${addresses.length} addresses`}`,
        };
      }),
    ),
};
