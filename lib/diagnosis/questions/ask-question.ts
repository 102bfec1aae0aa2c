import { recordAudit } from "@/lib/audit";
import { type Ctx, requirePerson } from "@/lib/auth";
import { enqueue, publish } from "@/lib/events";
import { lockIncident } from "@/lib/incidents";
import { clock } from "@/lib/platform/clock";
import { inTransaction, type Tx } from "@/lib/platform/db";
import { conflict, notFound } from "@/lib/platform/errors";
import { isId, newId } from "@/lib/platform/ids";
import { redact } from "@/lib/platform/redact";
import { storable } from "@/lib/platform/storable";
import { budgetOf } from "../budget/settings";
import { AskQuestion, type QuestionView } from "../contract";
import { claude } from "../investigator/claude";
import { taskKey } from "../tasks-under-way";
import { presentQuestions } from "./present-questions";

/** Whoever asks more at once had better wait for the answers. */
const MOST_WAITING = 5;

/**
 * Asks Claude something about an incident that was diagnosed. The answer comes in the background, one question of an incident after the
 * other. Throws `not_found`, and `conflict` when nobody here can answer, nothing was diagnosed yet, or too many questions wait.
 */
export async function askQuestion(ctx: Ctx, incidentId: string, raw: AskQuestion): Promise<QuestionView> {
  requirePerson(ctx, "respond");
  const text = redact(storable(AskQuestion.parse(raw)).question);
  const row = await inTransaction(async (tx) => {
    const incident = isId(incidentId) ? await lockIncident(tx, ctx, incidentId) : null;
    if (!incident) throw notFound("The incident");
    await refuseWithoutAnswers(tx, ctx, incidentId);
    const { organizationId } = ctx;
    const asked = await tx.question.create({
      data: {
        ...{ id: newId(), organizationId, incidentId, text },
        ...{ askedBy: ctx.actor.id, askedByName: ctx.actor.name, askedAt: clock.now(), state: "waiting" },
      },
    });
    queueAnswer(tx, asked);
    publish(tx, organizationId, "diagnosis.changed", incidentId);
    recordAudit(tx, ctx, {
      verb: "question.ask",
      subject: { kind: "question", id: asked.id },
      data: { incident_id: incidentId, question: text },
    });
    return asked;
  });
  const [view] = await presentQuestions([row]);
  return view as QuestionView;
}

async function refuseWithoutAnswers(tx: Tx, { organizationId }: Ctx, incidentId: string): Promise<void> {
  if (!claude()) throw conflict("Only Claude can answer questions, and there is no key for it here");
  if (!(await budgetOf(tx, organizationId)).isOn)
    throw conflict("Only Claude can answer questions, and it is switched off in the settings");
  if (!(await tx.diagnosis.findFirst({ where: { incidentId, organizationId }, select: { id: true } })))
    throw conflict("Nothing was diagnosed yet; diagnose the incident first, then ask");
  const waiting = await tx.question.count({ where: { incidentId, state: { in: ["waiting", "running"] } } });
  if (waiting >= MOST_WAITING)
    throw conflict(`${waiting} questions wait for their answers; ask again when some have come`);
}

/** Queues the answer, not before `runAt`. One question of an incident is answered at a time: each knows what the last one found. */
export const queueAnswer = (
  tx: Tx,
  { id, organizationId, incidentId }: { id: string; organizationId: string; incidentId: string },
  runAt?: Date,
): void =>
  enqueue(
    tx,
    "answer",
    { organizationId, questionId: id },
    // As many tries as it takes until one that a dead worker left running counts as dead.
    { queue: `questions:${incidentId}`, jobKey: taskKey.answer(id), maxAttempts: 8, ...(runAt && { runAt }) },
  );
