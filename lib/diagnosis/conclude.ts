import { abnormalEvidence } from "./abnormal";
import type { Facts, Finding } from "./facts";
import { noFault, withoutCause } from "./no-cause";
import { rules } from "./rules/registry";
import type { Assessment, Judged, Rule } from "./rules/rule";

export type Conclusion = {
  state: "completed" | "inconclusive";
  summary: string;
  rootCause: Judged | null;
  /** Best first. */
  hypotheses: Judged[];
  immediateActions: string[];
  longTermFixes: string[];
  monitoring: string[];
};

/** Below this a hypothesis is worth a look, and not the name of a root cause. */
const ROOT_CAUSE_FROM = 0.5;
const verdicts: Assessment["verdict"][] = ["confirmed", "likely", "rejected"];

/** Weighs every rule against the facts. `findings` are the evidence in the order of its numbers. */
export function conclude(facts: Facts, findings: Finding[]): Conclusion {
  const abnormal = abnormalEvidence(facts);
  const judged = rules
    .flatMap((rule) => {
      const assessment = rule.evaluate(facts);
      if (!assessment) return [];
      const { component, fault, disprovedBy: disproof } = rule;
      return { rule, judged: { component, fault, disproof, ...assessment } };
    })
    .sort((a, b) => compare(a.judged, b.judged, abnormal));
  const hypotheses = judged.map((entry) => entry.judged);
  const standing = judged.filter(({ judged: { verdict } }) => verdict !== "rejected");
  const [first] = standing;

  if (!first || first.judged.confidence < ROOT_CAUSE_FROM) {
    const healthy = standing.length === 0 && abnormal.size === 0 ? noFault(facts, hypotheses) : null;
    return {
      rootCause: null,
      hypotheses,
      longTermFixes: [],
      monitoring: [],
      ...(healthy === null
        ? { state: "inconclusive", ...withoutCause(facts, findings, hypotheses, abnormal) }
        : { state: "completed", summary: healthy, immediateActions: [] }),
    };
  }
  // What is only likely may be a shadow of the first: its remedies would be guesses next to a cause that is known.
  const remedied = standing
    .filter((entry) => entry === first || entry.judged.verdict === "confirmed")
    .map(({ rule }) => rule);
  const all = (list: (rule: Rule) => string[]) => [...new Set(remedied.flatMap(list))];
  const also = standing.slice(1).map(({ judged: { verdict, statement } }) => `Also ${verdict}: ${statement}`);
  return {
    state: "completed",
    summary: [first.judged.statement, ...also].join(" "),
    rootCause: first.judged,
    hypotheses,
    immediateActions: all((rule) => rule.immediateActions(facts)),
    longTermFixes: all((rule) => rule.longTermFixes(facts)),
    monitoring: all((rule) => rule.monitoring(facts)),
  };
}

/**
 * What is confirmed before what is likely; then that which explains more of what is out of the ordinary, then the surer. The fault's name
 * comes last, so that no order of rules ever decides.
 */
function compare(a: Judged, b: Judged, abnormal: Set<number>): number {
  const explained = ({ evidenceNumbers }: Judged) => evidenceNumbers.filter((number) => abnormal.has(number)).length;
  return (
    verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict) ||
    explained(b) - explained(a) ||
    b.confidence - a.confidence ||
    (a.fault < b.fault ? -1 : 1)
  );
}
