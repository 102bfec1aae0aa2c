import { bursts, grouped, HOUR_MS, restingOn, totalOf } from "./bursts";
import type { Rule } from "./rule";

const LEAST = 5;

export const refusedKeys: Rule = {
  id: "refused-keys",
  title: "An address keeps sending keys that are refused",
  looksFor: `${LEAST} calls within an hour from one address with unknown, revoked, expired or rotated keys`,
  advice: [
    "If the events name a key of yours: something still uses it after it was ended. Give it the new one.",
    "If the keys are unknown: somebody guesses. Block the address in front of Nightshift.",
  ],
  detect: ({ events }) =>
    [
      ...grouped(
        events.filter(({ kind }) => kind === "key.refused"),
        ({ address }) => address,
      ),
    ].flatMap(([address, calls]) =>
      bursts(calls, HOUR_MS, (window) => totalOf(window) >= LEAST).map((burst) => {
        const { first: _, ...found } = restingOn(burst);
        const names = new Set(burst.flatMap(({ actor_name: name }) => (name ? [name] : [])));
        return {
          ...found,
          severity: names.size > 0 ? ("low" as const) : ("medium" as const),
          subject: { kind: "address", id: address, name: address },
          text: `${address} sent ${found.count} calls with refused keys${names.size > 0 ? `, among them ${[...names].join(", ")}` : ""}`,
        };
      }),
    ),
};
