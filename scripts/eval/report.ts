import { gridOf } from "../bench/table";
import type { Score, Scored } from "./score";

const titles = {
  scenario: "Scenario",
  detected: "Detected after",
  cause: "Cause right",
  fix: "Fix right",
  verified: "Verified",
  resolved: "Time to resolve",
  cost: "Cost",
};
type Row = Record<keyof typeof titles, string>;
const columns = Object.keys(titles) as (keyof Row)[];

const seconds = (ms: number | null) => (ms === null ? "never" : `${(ms / 1_000).toFixed(1)} s`);
const dollars = (usd: number) => (usd === 0 ? "$0" : `$${usd.toFixed(3)}`);
const answer = (isRight: boolean, given: string | null, nothing: string) =>
  isRight && given !== null ? "yes" : `${isRight ? "yes" : "no"}: ${given ?? nothing}`;

function rowOf(score: Score): Row {
  const isBroken = score.expectedFault !== null;
  const isSeen = score.incident !== null;
  const byRules = score.claudeProblem === null ? "" : ", by the rules";
  const bySomebody = isSeen && score.detectedBy !== "monitoring";
  return {
    scenario: score.scenario,
    detected: bySomebody ? "by the alert" : seconds(score.detectedAfterMs),
    cause: isSeen ? `${answer(score.isCauseRight, score.foundFault, "none found")}${byRules}` : "no: not seen",
    fix: isSeen ? answer(score.isFixRight, score.proposedAction, "none proposed") : "no: not seen",
    verified: score.isVerified === null ? "–" : score.isVerified ? "yes" : "no",
    resolved: isBroken ? seconds(score.resolvedAfterMs) : "–",
    cost: dollars(score.usd),
  };
}

export const tableOf = (scores: Score[]): string => gridOf(titles, scores.map(rowOf));

export function markdownOf(scores: Score[]): string {
  const line = (row: Row) => `| ${columns.map((column) => row[column].replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(titles), `|${columns.map(() => "---").join("|")}|`, ...scores.map(rowOf).map(line)].join("\n");
}

/** How often it was right, in a sentence each. */
export function sumOf({ scores, furtherIncidents, falseAlarms }: Scored, controls: number): string[] {
  const broken = scores.filter(({ expectedFault }) => expectedFault !== null);
  const of = (isIt: (score: Score) => boolean, among = scores) => `${among.filter(isIt).length} of ${among.length}`;
  const parts = [
    `detected ${of(({ incident }) => incident !== null)}`,
    `cause right ${of(({ isCauseRight }) => isCauseRight)}`,
    `fix right ${of(({ isFixRight }) => isFixRight)}`,
    `verified ${of(({ isVerified }) => isVerified === true, broken)}`,
  ];
  const quiet = controls > 0 ? `, ${controls} controls of 30 s among them` : "";
  const alarms = `False alarms by monitoring about services that were well${quiet}: ${falseAlarms.length}.`;
  const told = [
    ...new Set(
      scores.flatMap(({ claudeProblem }) =>
        claudeProblem === null ? [] : [`  Claude could not help: ${claudeProblem}`],
      ),
    ),
    ...falseAlarms.map((title) => `  false alarm: ${title}`),
    ...furtherIncidents.map((title) => `  one incident more than faults: ${title}`),
  ];
  return [...(scores.length > 0 ? [`In all: ${parts.join(", ")}.`] : []), alarms, ...told];
}
