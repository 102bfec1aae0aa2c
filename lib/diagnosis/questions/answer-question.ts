import { recordAudit } from "@/lib/audit";
import { type Ctx, require } from "@/lib/auth";
import { publish } from "@/lib/events";
import { secretsOfWatched } from "@/lib/monitoring";
import { clock } from "@/lib/platform/clock";
import { inTransaction, prisma, type Tx } from "@/lib/platform/db";
import { errorText } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import { redactDeep } from "@/lib/platform/redact";
import { reserveBudget } from "../budget/reserve";
import { whyOff } from "../called-off";
import { excerptOf } from "../excerpt";
import { getDiagnosis } from "../get-diagnosis";
import { CalledOff, GivenUp, KeptBook } from "../investigator/book";
import { type Claude, claude } from "../investigator/claude";
import { liveEyes } from "../investigator/eyes";
import { Fence } from "../investigator/fence";
import { answerLimits } from "../investigator/limits";
import { aboutOf, openingForQuestion } from "../investigator/prompt";
import { type Reply, reply } from "../investigator/reply";
import { placeOf } from "../place";
import type { EvidenceRow } from "../store-evidence";
import type { QuestionRow } from "./question-row";
import { type Taken, takeQuestion } from "./take-question";

/** So many earlier questions are told again. */
const MOST_EARLIER = 10;

/**
 * Has Claude answer a question: from the evidence of the newest diagnosis, with tools that only look, and within limits. What it looks at
 * becomes evidence of that diagnosis, with the next numbers. Safe to run twice: one at a time. `workerId` names the worker that is at it.
 * Returns where the question stands.
 */
export async function answerQuestion(ctx: Ctx, questionId: string, workerId: string | null = null): Promise<string> {
  require(ctx, "respond");
  const investigator = claude();
  const taken = await takeQuestion(ctx, questionId, { model: investigator?.model ?? "", workerId });
  if ("state" in taken) return taken.state;
  let found: Reply | { problem: string };
  try {
    found = investigator
      ? await answered(ctx, investigator, taken)
      : { problem: "There is no key for Claude any more" };
  } catch (error) {
    // Withdrawn, or taken over by another process: what happens to it, and to its task, is theirs.
    if (error instanceof GivenUp) return (await isAnotherAt(questionId)) ? "running" : "withdrawn";
    found = { problem: error instanceof CalledOff ? error.message : failedBy(error, questionId) };
  }
  return finish(ctx, taken.question, found);
}

async function answered(ctx: Ctx, investigator: Claude, { question, diagnosis }: Taken) {
  const { organizationId, incidentId } = question;
  const where = mine(question);
  const reserved = await reserveBudget(question, (tx, reservedUsd) =>
    tx.question.updateMany({ where, data: { reservedUsd } }),
  );
  if ("problem" in reserved) return reserved;
  const [incident, evidence, steps, earlier] = await Promise.all([
    prisma().incident.findFirstOrThrow({ where: { id: incidentId, organizationId } }),
    prisma().evidence.findMany({ where: { diagnosisId: diagnosis.id }, orderBy: { number: "asc" } }),
    prisma().diagnosisStep.aggregate({ where: { diagnosisId: diagnosis.id }, _max: { number: true } }),
    prisma().question.findMany({
      where: { incidentId, organizationId, state: "answered" },
      orderBy: [{ askedAt: "desc" }, { id: "desc" }],
      take: MOST_EARLIER,
    }),
  ]);
  const place = await placeOf(ctx, incident);
  const secrets = secretsOfWatched(place.watched);
  const book = new KeptBook({
    ...{ organizationId, incidentId, diagnosisId: diagnosis.id, questionId: question.id },
    ...{ secrets, evidence: evidence as EvidenceRow[], steps: steps._max.number ?? 0 },
    hold: async (tx, aliveAt) => (await tx.question.updateMany({ where, data: { aliveAt } })).count === 1,
    whyOff: (tx) => whyOff(tx, organizationId),
  });
  const fence = new Fence();
  const spoken = await getDiagnosis(ctx, incidentId);
  const opening = openingForQuestion({
    ...{
      secrets,
      fence,
      incident,
      status: incident.status,
      about: aboutOf(place),
      evidence: book.evidence,
      now: clock.now(),
    },
    diagnosis: {
      ...{ engine: spoken?.engine ?? "", state: spoken?.state ?? "", summary: spoken?.summary ?? "" },
      cause: spoken?.root_cause?.statement ?? null,
    },
    earlier: earlier.reverse().map((one) => ({ question: one.text, answer: wordsOf(one) })),
    question: question.text,
  });
  return reply({
    ...{ claude: investigator, eyes: liveEyes(place), book, fence, opening, secrets },
    limits: { ...answerLimits, ...reserved },
  });
}

const isAnotherAt = async (id: string): Promise<boolean> =>
  (await prisma().question.count({ where: { id, state: "running" } })) > 0;

function failedBy(error: unknown, questionId: string): string {
  logger.error({ error: errorText(error), questionId }, "A question could not be answered");
  return excerptOf(`It could not be answered: ${errorText(error)}`);
}

const wordsOf = ({ answer, notKnown }: QuestionRow): string =>
  [...(answer as string[]), ...(notKnown as string[]).map((one) => `Not known: ${one}`)].join("\n");

/** Ours as long as nobody has taken it back, or taken this process for dead and taken the question over. */
const mine = ({ id, tries }: QuestionRow) => ({ id, tries, state: "running" });

async function finish(ctx: Ctx, question: QuestionRow, found: Reply | { problem: string }): Promise<string> {
  const { id, organizationId, incidentId, diagnosisId } = question;
  const state = "problem" in found ? "failed" : "answered";
  const agent: Ctx = { ...ctx, role: null, scope: null, actor: { kind: "agent", id, name: "Nightshift" } };
  return inTransaction(async (tx: Tx) => {
    const said = redactDeep(
      "problem" in found
        ? { problem: found.problem }
        : { answer: found.sentences, notKnown: found.notKnown, cited: found.cited },
    );
    const { count } = await tx.question.updateMany({
      where: mine(question),
      data: { state, endedAt: clock.now(), ...said },
    });
    if (count === 0) return "withdrawn";
    publish(tx, organizationId, "diagnosis.changed", incidentId);
    recordAudit(tx, agent, {
      verb: "question.answer",
      subject: { kind: "question", id },
      data: { incident_id: incidentId, diagnosis_id: diagnosisId, state, ...said },
    });
    return state;
  });
}
