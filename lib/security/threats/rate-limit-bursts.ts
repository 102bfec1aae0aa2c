import { bursts, grouped, HOUR_MS, nameOf, restingOn, totalOf } from "./bursts";
import type { Rule } from "./rule";

const LEAST = 5;
const MANY = 100;

export const rateLimitBursts: Rule = {
  id: "rate-limit-bursts",
  title: "A caller keeps running into its limit",
  looksFor: `${LEAST} calls within an hour that were refused for a limit; from ${MANY} on it is worth a look today`,
  advice: [
    "Look at the access log of this caller: a loop without a pause is the usual reason.",
    "If the key does what nobody asked it to, rotate it.",
  ],
  detect: ({ events }) =>
    [
      ...grouped(
        events.filter(({ kind }) => kind === "rate_limited"),
        ({ actor_id: id, address }) => id ?? address,
      ),
    ].flatMap(([caller, calls]) =>
      bursts(calls, HOUR_MS, (window) => totalOf(window) >= LEAST).map((burst) => {
        const { first, ...found } = restingOn(burst);
        const name = first.actor_name === null ? caller : nameOf(first);
        return {
          ...found,
          severity: found.count >= MANY ? ("medium" as const) : ("low" as const),
          subject: { kind: first.actor_kind ?? "address", id: caller, name },
          text: `${name} was refused ${found.count} times for its limit`,
        };
      }),
    ),
};
