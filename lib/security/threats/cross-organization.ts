import { bursts, grouped, HOUR_MS, nameOf, restingOn, totalOf } from "./bursts";
import type { Rule } from "./rule";

const LEAST = 3;

export const crossOrganization: Rule = {
  id: "cross-organization",
  title: "Somebody reaches across organizations",
  looksFor: `${LEAST} calls within an hour for ids that belong to another organization`,
  advice: [
    "If the caller is one of yours: ask why, and rotate the key or end the sessions if nobody can say.",
    "If the caller is not: nothing was given away (each call was answered with 404), but find out where your ids were seen.",
  ],
  detect: ({ events }) =>
    [
      ...grouped(
        events.filter(({ kind }) => kind === "cross_organization"),
        ({ actor_id: id, address }) => id ?? address ?? "unknown",
      ),
    ].flatMap(([caller, calls]) =>
      bursts(calls, HOUR_MS, (window) => totalOf(window) >= LEAST).map((burst) => {
        const { first, ...found } = restingOn(burst);
        const isOurs = first.actor_id !== null;
        return {
          ...found,
          severity: "high" as const,
          subject: isOurs
            ? { kind: first.actor_kind ?? "user", id: caller, name: nameOf(first) }
            : { kind: "address", id: caller, name: caller },
          text: isOurs
            ? `${nameOf(first)} asked ${found.count} times for what belongs to other organizations`
            : `Somebody of another organization asked ${found.count} times for what is yours, from ${caller}`,
        };
      }),
    ),
};
