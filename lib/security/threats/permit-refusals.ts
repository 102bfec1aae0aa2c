import { bursts, HOUR_MS, restingOn } from "./bursts";
import type { Rule } from "./rule";

const MANY = 3;

export const permitRefusals: Rule = {
  id: "permit-refusals",
  title: "Permits were refused",
  looksFor: `Any permit that the executor refused; ${MANY} within an hour are severe`,
  advice: [
    "Read the reason in the events: a permit that expired is harmless, one whose signature does not fit is not.",
    "If a signature did not fit, verify the audit chain, and find out who can write to the database.",
  ],
  detect: ({ events }) => {
    const refused = events.filter(({ kind }) => kind === "permit.refused");
    return bursts(refused, HOUR_MS, () => true).map((burst) => {
      const { first, ...found } = restingOn(burst);
      const reasons = new Set(burst.flatMap(({ data }) => (typeof data.reason === "string" ? [data.reason] : [])));
      return {
        ...found,
        severity: found.count >= MANY ? ("high" as const) : ("medium" as const),
        subject: { kind: "permit", id: String(first.data.permit_id ?? first.id), name: "Permits" },
        text: `${found.count} refused${reasons.size > 0 ? `: ${[...reasons].join("; ")}` : ""}`,
      };
    });
  },
};
