import { UNHEALTHY_BELOW } from "@/lib/monitoring/contract";
import type { Facts, Finding } from "./facts";
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
  return `No fault found: health is ${Math.round(probe.value.health)} ${cite(probe)}. ${measured}${asItShouldBe(facts)}${before}`;
}

function asItShouldBe({ known }: Facts): string {
  const { redisPersistence: saves, redisReplication, redisSlow, postgresBlocking: locks } = known;
  const { postgresTransactions, postgresLag, postgresDeadRows, container, targetDisk: disk } = known;
  const well = [
    saves?.value.lastSaveOk ? `the last save to disk worked ${cite(saves)}` : null,
    redisReplication || postgresLag ? `replication is not behind ${cite(redisReplication, postgresLag)}` : null,
    redisSlow ? `no slow commands add up ${cite(redisSlow)}` : null,
    locks ? `nothing piles up behind locks ${cite(locks)}` : null,
    postgresTransactions ? `no transaction is old ${cite(postgresTransactions)}` : null,
    postgresDeadRows ? `dead rows do not pile up ${cite(postgresDeadRows)}` : null,
    container ? `its container is well ${cite(container)}` : null,
    disk ? `the disk has room ${cite(disk)}` : null,
  ].filter((words) => words !== null);
  return well.length > 0 ? ` What else was looked at is as it should be: ${well.join(", ")}.` : "";
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
