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

/** What became of a hypothesis. */
export type Judged = Assessment & {
  component: string;
  fault: string;
  /** What would show that it is something else, in words. */
  disproof: string;
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
  /** What would show that it is something else, in words for whoever wants to be sure. */
  disprovedBy: string;
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
