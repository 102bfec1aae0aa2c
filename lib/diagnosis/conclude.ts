import { UNHEALTHY_BELOW } from "@/lib/monitoring/contract";
import type { Facts, Finding } from "./facts";
import { rules } from "./rules/registry";
import { type Assessment, cite, type Rule } from "./rules/rule";
import { answerOf } from "./rules/server-down";

export type Judged = Assessment & { component: string; fault: string };

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
  const judged = rules
    .flatMap((rule) => {
      const assessment = rule.evaluate(facts);
      return assessment ? [{ rule, judged: { component: rule.component, fault: rule.fault, ...assessment } }] : [];
    })
    .sort((a, b) => compare(a.judged, b.judged));
  const hypotheses = judged.map((entry) => entry.judged);
  const standing = judged.filter(({ judged: { verdict } }) => verdict !== "rejected");
  const [first] = standing;

  if (!first || first.judged.confidence < ROOT_CAUSE_FROM) {
    return {
      state: "inconclusive",
      summary: summaryWithoutCause(facts, findings, hypotheses),
      rootCause: null,
      hypotheses,
      immediateActions: openQuestions(facts, findings),
      longTermFixes: [],
      monitoring: [],
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

/** The surer first; among equally sure ones, that which explains more of what was seen. */
const compare = (a: Judged, b: Judged): number =>
  verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict) ||
  b.confidence - a.confidence ||
  b.evidenceNumbers.length - a.evidenceNumbers.length;

function summaryWithoutCause(facts: Facts, findings: Finding[], hypotheses: Judged[]): string {
  const { probe, sample, redisWrite: write, redisPersistence: saves } = facts.known;
  const weak = hypotheses.filter(({ verdict }) => verdict !== "rejected").map(({ statement }) => statement);
  const measured = hypotheses.filter(({ verdict }) => verdict === "rejected").map(({ statement }) => statement);
  const unsaved = saves && !saves.value.lastSaveOk ? ` The last save to disk failed ${cite(saves)}.` : "";
  const refusal =
    write && !write.value.accepted && write.value.code !== "OOM"
      ? [
          `A write is refused (${write.value.code ?? "see the evidence"}) ${cite(write)}, which no rule explains.${unsaved}`,
        ]
      : [];

  if (answerOf(facts) && probe && probe.value.health >= UNHEALTHY_BELOW && weak.length + refusal.length === 0) {
    const was = sample?.value.health;
    const before =
      was != null && was < UNHEALTHY_BELOW
        ? ` When the incident opened its health was ${Math.round(was)} ${cite(sample)}: that has passed.`
        : "";
    return `No fault found: health is ${Math.round(probe.value.health)} ${cite(probe)}. ${measured.join(" ")}${before}`;
  }
  const looked = findings.map(({ source }, index) => `${source} [${index + 1}]`).join(", ");
  const missing = findings.flatMap(({ outcome, source }, index) =>
    outcome === "answered" ? [] : [`${source} [${index + 1}]`],
  );
  return [
    "Nothing that the rules know explains this.",
    ...refusal,
    ...weak,
    ...measured,
    `Looked at: ${looked}.`,
    ...(missing.length > 0 ? [`Without an answer: ${missing.join(", ")}.`] : []),
  ].join(" ");
}

/** What a person can do to learn more, where the rules learned too little. */
function openQuestions({ subject }: Facts, findings: Finding[]): string[] {
  const unanswered = findings.flatMap(({ outcome, source }, index) =>
    outcome === "answered" ? [] : [`Find out why ${source} gave no answer [${index + 1}].`],
  );
  const target =
    subject.target.kind === "none"
      ? ["Tell Nightshift where this service runs (a container), so that it can look at its state and its log."]
      : [];
  return [...unanswered, ...target];
}
