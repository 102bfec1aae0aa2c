import { clearedBy } from "./cleared";
import type { Hypothesis, RootCause } from "./contract";
import { type DiagnosisRow, measuredBy } from "./diagnosis-row";
import { knownIn } from "./facts";
import type { Outcome } from "./finish-diagnosis";
import { asWordsShow } from "./only-words";
import { recordedFacts } from "./recorded-facts";

/** A diagnosis by rules: its row, and its evidence in the order of its numbers. */
type ByRules = { row: DiagnosisRow; evidence: readonly { facts?: unknown }[] };

type Beside = {
  byRules: ByRules | null;
  /** All evidence that the investigator could cite. */
  seen: readonly { number: number; source: string }[];
  /** Of the server; null when nobody watches it. */
  kind: string | null;
};

/**
 * What the rules have measured stands, whatever the investigator was talked into: a cause that they ruled out or measured not to be there,
 * one in place of the cause that they confirmed, or none in its place, is not what remedies are derived from. It stays among the
 * hypotheses, and people read both.
 */
export function besideRules(found: Outcome, { byRules, seen, kind }: Beside): Outcome {
  const outcome = asWordsShow(found, seen, byRules && measuredBy(byRules.row));
  if (outcome.state !== "completed") return outcome;
  const why = whyNot(outcome.rootCause?.fault ?? null, byRules, kind);
  if (why === null) return outcome;
  const summary = `${outcome.summary} ${why}`;
  return { ...outcome, state: "inconclusive", rootCause: null, summary, isOverruled: true };
}

function whyNot(fault: string | null, byRules: ByRules | null, kind: string | null): string | null {
  const against = fault === null ? null : measuredAgainst(fault, byRules);
  if (against) return `Yet what was measured speaks against ${fault}: ${against}`;
  const measured = byRules && measuredBy(byRules.row);
  if (measured && measured !== fault)
    return `Yet the rules measured ${measured}, which stands: ${(byRules.row.rootCause as RootCause).statement}`;
  const others = ["redis", "postgres"].filter((one) => kind !== null && one !== kind);
  return others.some((one) => fault?.startsWith(`${one}.`))
    ? `Yet this is a ${kind} server, which cannot have ${fault}.`
    : null;
}

/** What the rules measured that shows that it is not this fault. */
function measuredAgainst(fault: string, byRules: ByRules | null): string | null {
  const judged = ((byRules?.row.hypotheses ?? []) as Hypothesis[]).find((one) => one.fault === fault);
  if (judged) return judged.verdict === "rejected" ? judged.statement : null;
  const known = knownIn((byRules?.evidence ?? []).map(({ facts }) => recordedFacts(facts) ?? { facts: {} }));
  const cleared = clearedBy(known).find(({ faults }) => (faults as readonly string[]).includes(fault));
  return cleared ? `${cleared.words}.` : null;
}
