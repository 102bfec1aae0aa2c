import { UNHEALTHY_BELOW } from "@/lib/monitoring/contract";
import { clearedBy } from "./cleared";
import type { Facts, Finding } from "./facts";
import { count } from "./figures";
import { cite, type Judged } from "./rules/rule";
import { answerOf } from "./rules/server-down";

/** That nothing is wrong, with what shows it; null when too little was seen to say so. */
export function noFault(facts: Facts, hypotheses: Judged[]): string | null {
  const { probe, sample, redisPing, postgresActivity } = facts.known;
  const isSessionAnswered = redisPing?.value.ok || postgresActivity !== undefined;
  if (!probe || probe.value.health < UNHEALTHY_BELOW || !isSessionAnswered || !answerOf(facts)) return null;
  const was = sample?.value.health;
  const before =
    was != null && was < UNHEALTHY_BELOW
      ? ` When the incident opened its health was ${Math.round(was)} ${cite(sample)}: that has passed.`
      : "";
  const measured = hypotheses.map(({ statement }) => statement).join(" ");
  const well = clearedBy(facts.known).map(({ words }) => words);
  return `No fault found: health is ${Math.round(probe.value.health)} ${cite(probe)}. ${measured}${asItShouldBe(well)}${unsaved(facts.known)}${before}`;
}

const asItShouldBe = (words: readonly string[]): string =>
  words.length > 0 ? ` What else was looked at is as it should be: ${words.join(", ")}.` : "";

/** No fault, and yet to be known before anybody restarts it. */
function unsaved({ redisPersistence: saves }: Facts["known"]): string {
  if (saves?.value.isSaved !== false) return "";
  const changes = saves.value.unsavedChanges;
  const lost = changes ? `: a restart may lose ${count(changes, "change")}` : "";
  return ` Nothing was saved to disk since it started ${cite(saves)}${lost}.`;
}

/** What is known without a cause, and what would be needed for more. */
export function withoutCause(
  facts: Facts,
  findings: Finding[],
  hypotheses: Judged[],
  abnormal: Set<number>,
): { summary: string; immediateActions: string[] } {
  const { redisWrite: write, redisPing, postgresActivity } = facts.known;
  const weak = hypotheses.filter(({ verdict }) => verdict !== "rejected");
  const measured = hypotheses.filter(({ verdict }) => verdict === "rejected").map(({ statement }) => statement);
  const refusal =
    write && !write.value.accepted && !weak.some(({ evidenceNumbers }) => evidenceNumbers.includes(write.evidence))
      ? [`A write is refused (${write.value.code ?? "see the evidence"}) ${cite(write)}, which no rule explains.`]
      : [];
  const explained = new Set(weak.flatMap(({ evidenceNumbers }) => evidenceNumbers));
  const odd = [...abnormal]
    .filter((number) => !explained.has(number) && number !== write?.evidence)
    .sort((a, b) => a - b);
  const isInside = redisPing !== undefined || postgresActivity !== undefined;
  const looked = findings.map(({ source }, index) => `${source} [${index + 1}]`).join(", ");
  const missing = unanswered(findings).map(({ source, number }) => `${source} [${number}]`);
  return {
    summary: [
      "Nothing that the rules know explains this.",
      ...refusal,
      ...weak.map(({ statement }) => statement),
      ...(odd.length > 0
        ? [`Out of the ordinary: ${odd.map((n) => `${findings[n - 1]?.source} [${n}]`).join(", ")}.`]
        : []),
      ...measured,
      `Looked at: ${looked}.`,
      ...(isInside || facts.subject.kind === null ? [] : ["What the server says of itself could not be read."]),
      ...(missing.length > 0 ? [`Without an answer: ${missing.join(", ")}.`] : []),
    ].join(" "),
    immediateActions: openQuestions(facts, findings),
  };
}

const unanswered = (findings: Finding[]) =>
  findings.flatMap(({ outcome, source }, index) => (outcome === "answered" ? [] : [{ source, number: index + 1 }]));

/** What a person can do to learn more, where the rules learned too little. */
function openQuestions({ subject }: Facts, findings: Finding[]): string[] {
  const target =
    subject.kind !== null && subject.target.kind === "none"
      ? ["Tell Nightshift where this service runs (a container), so that it can look at its state and its log."]
      : [];
  return [
    ...unanswered(findings).map(({ source, number }) => `Find out why ${source} gave no answer [${number}].`),
    ...target,
  ];
}
