import type { Facts } from "../facts";
import type { Fault } from "../faults";

export type Assessment = {
  /** One or two sentences that cite what they rest on as [1], [2], …. */
  statement: string;
  /** 0 to 1: how far the evidence carries the statement. Of a rejected one: how sure the rejection is. */
  confidence: number;
  verdict: "confirmed" | "likely" | "rejected";
  /** The evidence that the statement cites. */
  evidenceNumbers: number[];
  /** The evidence that speaks against it. */
  disprovedBy: number[];
};

/** One failure signature. Judges cited facts and does nothing else: no clock, no connection, no text from outside. */
export type Rule = {
  fault: Fault;
  component: string;
  /** Null when the rule has nothing to say about this service, or not enough was learned to judge. */
  evaluate(facts: Facts): Assessment | null;
  immediateActions(facts: Facts): string[];
  longTermFixes(facts: Facts): string[];
  monitoring(facts: Facts): string[];
};

/** The citations of what is known: `[3][5]`; nothing for what is not. */
export const cite = (...facts: ({ evidence: number } | undefined)[]): string =>
  [...new Set(facts.flatMap((fact) => (fact ? [fact.evidence] : [])))].map((number) => `[${number}]`).join("");

const citedIn = (statement: string): number[] => [
  ...new Set([...statement.matchAll(/\[(\d+)\]/g)].map(([, number]) => Number(number))),
];

/** An assessment whose evidence is exactly what its statement cites, so that the two cannot drift apart. */
export function assess(verdict: Assessment["verdict"], confidence: number, statement: string): Assessment {
  const evidenceNumbers = citedIn(statement);
  return {
    statement,
    confidence: Math.round(confidence * 100) / 100,
    verdict,
    evidenceNumbers,
    disprovedBy: verdict === "rejected" ? evidenceNumbers : [],
  };
}

/**
 * How sure three independent kinds of evidence make: the symptom measured now, the service's own words for it, and the setting or state that
 * makes it so. All three: 0.95. A symptom alone is a guess that is better than most.
 */
export const weigh = (kinds: { words: boolean; setting: boolean }): number =>
  0.6 + (kinds.words ? 0.2 : 0) + (kinds.setting ? 0.15 : 0);
