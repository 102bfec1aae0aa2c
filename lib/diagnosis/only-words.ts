import type { Outcome } from "./finish-diagnosis";
import { bestFirst } from "./investigator/hypotheses";
import type { Judged } from "./rules/rule";
import { WORDS_ALONE } from "./rules/weigh";

/** Evidence that tells what somebody said, wrote down or did; all other was read from what it is about. */
const WORDS = new Set(["sample", "alerts", "incident.timeline", "incidents.past", "knowledge_base", "github"]);

const SAYS_SO = "Only what the incident, alerts or people say shows it; Nightshift has not measured it.";

/**
 * What rests on words alone is likely at most and says so, as it is with the rules, however sure the investigator is of it. `measured`: the
 * fault that the rules confirmed, which needs no second witness.
 */
export function asWordsShow(
  outcome: Outcome,
  seen: readonly { number: number; source: string }[],
  measured: string | null,
): Outcome {
  const isSaidOnly = ({ verdict, fault, evidenceNumbers: cited }: Judged) =>
    verdict !== "rejected" &&
    fault !== measured &&
    !seen.some(({ number, source }) => cited.includes(number) && !WORDS.has(source));
  const weighed = (judged: Judged): Judged =>
    isSaidOnly(judged)
      ? {
          ...judged,
          verdict: "likely",
          confidence: Math.min(judged.confidence, WORDS_ALONE),
          statement: `${judged.statement} ${SAYS_SO}`,
        }
      : judged;
  const { rootCause, hypotheses, summary } = outcome;
  return {
    ...outcome,
    rootCause: rootCause && weighed(rootCause),
    hypotheses: hypotheses.map(weighed).sort(bestFirst),
    summary: rootCause && isSaidOnly(rootCause) ? `${summary} ${SAYS_SO}` : summary,
  };
}
