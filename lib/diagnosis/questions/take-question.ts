import type { Ctx } from "@/lib/auth";
import { publish } from "@/lib/events";
import { clock } from "@/lib/platform/clock";
import { inTransaction, type Tx } from "@/lib/platform/db";
import { notFound } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";
import type { DiagnosisRow } from "../diagnosis-row";
import { STALE_MS } from "../start-diagnosis";
import { queueAnswer } from "./ask-question";
import type { QuestionRow } from "./question-row";

const LOOK_AGAIN_MS = 2_000;

/** A question that is ours to answer, with the diagnosis that it goes on from. */
export type Taken = { question: QuestionRow; diagnosis: DiagnosisRow };

/**
 * Takes a question for this process; or says where it stands when it is somebody else's, over, or put off because the incident is being
 * investigated. One that somebody died over is taken again. Throws `not_found`.
 */
export async function takeQuestion(
  { organizationId }: Ctx,
  id: string,
  { model, workerId }: { model: string; workerId: string | null },
): Promise<Taken | { state: string }> {
  return inTransaction(async (tx) => {
    const found = isId(id) ? await tx.question.findFirst({ where: { id, organizationId } }) : null;
    if (!found) throw notFound("The question");
    const now = clock.now();
    const alive = { gte: new Date(now.getTime() - STALE_MS) };
    if (found.state === "waiting") {
      const where = {
        incidentId: found.incidentId,
        organizationId,
        engine: "claude",
        state: "running",
        aliveAt: alive,
      };
      if (await tx.diagnosis.findFirst({ where, select: { id: true } })) {
        queueAnswer(tx, found, new Date(now.getTime() + LOOK_AGAIN_MS));
        return { state: "waiting" };
      }
    }
    const diagnosis = await newestEnded(tx, found);
    const [question] = await tx.question.updateManyAndReturn({
      where: {
        id,
        OR: [{ state: "waiting" }, { state: "running", NOT: { aliveAt: alive } }],
      },
      data: {
        state: "running",
        model,
        workerId,
        diagnosisId: diagnosis.id,
        aliveAt: now,
        reservedUsd: 0,
        tries: { increment: 1 },
      },
    });
    if (!question) return { state: found.state };
    publish(tx, organizationId, "diagnosis.changed", found.incidentId);
    return { question, diagnosis };
  });
}

/** The newest that came to something: one that failed may have no evidence to go on from. */
async function newestEnded(tx: Tx, { incidentId, organizationId }: QuestionRow): Promise<DiagnosisRow> {
  const newest = { orderBy: [{ startedAt: "desc" as const }, { id: "desc" as const }] };
  const where = { incidentId, organizationId };
  return (
    (await tx.diagnosis.findFirst({ where: { ...where, state: { in: ["completed", "inconclusive"] } }, ...newest })) ??
    tx.diagnosis.findFirstOrThrow({ where, ...newest })
  );
}
