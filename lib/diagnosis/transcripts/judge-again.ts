import { ServiceKind } from "@/lib/monitoring/contract";
import { invalid } from "@/lib/platform/errors";
import { type Conclusion, conclude } from "../conclude";
import type { Transcript } from "../contract";
import { type Finding, factsOf, type Known, type Subject } from "../facts";

export type JudgedAgain = {
  now: Conclusion;
  /** In which ways that is not what was recorded, a line each. */
  differences: string[];
};

/**
 * Judges by the rules of this version what a transcript recorded. The facts are taken as they were read then: a reader of answers that has
 * changed since shows no difference here, only rules do. Throws `invalid` for a transcript without facts.
 */
export function judgeAgain({ evidence, service, by_rules: byRules }: Transcript): JudgedAgain {
  const seen = evidence.filter(({ tool }) => tool === null);
  if (!byRules || seen.length === 0 || seen.some(({ facts }) => facts === null))
    throw invalid("This transcript holds no facts for the rules: it was made without them, or by an earlier version");
  const findings = seen.map(
    ({ source, command, text, facts, outcome, collected_at: at }): Finding => ({
      ...{ source, command, text, outcome, collectedAt: new Date(at) },
      facts: facts as Partial<Known>,
    }),
  );
  const now = conclude(factsOf(subjectOf(service), findings), findings);
  return { now, differences: differencesOf(byRules, now) };
}

// Without an address: what rules say of one is words, and no verdict.
function subjectOf(service: Transcript["service"]): Subject {
  const { name = "", kind = null, target = "none" } = service ?? {};
  return {
    ...{ name, kind: kind === null ? null : ServiceKind.parse(kind), host: "", port: 0 },
    target: { kind: target, name },
  };
}

type Then = NonNullable<Transcript["by_rules"]>;

function differencesOf(then: Then, now: Conclusion): string[] {
  const [was, is] = [then.fault ?? then.state, now.rootCause?.fault ?? now.state];
  const before = new Map(then.hypotheses.map((one) => [one.fault, wordsOf(one)]));
  const after = new Map(now.hypotheses.map((one) => [one.fault, wordsOf(one)]));
  const changed = [...new Set([...before.keys(), ...after.keys()])].flatMap((fault) => {
    const [words, today] = [before.get(fault) ?? "not considered", after.get(fault) ?? "not considered"];
    return words === today ? [] : [`${fault} was ${words}, and is ${today}`];
  });
  return [...(was === is ? [] : [`The outcome was ${was}, and is ${is}`]), ...changed];
}

const wordsOf = ({ verdict, confidence }: Then["hypotheses"][number]) =>
  `${verdict} (${Math.round(confidence * 100)} %)`;
