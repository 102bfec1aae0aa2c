import { recordAudit } from "@/lib/audit";
import { type Ctx, requirePerson } from "@/lib/auth";
import { addTimelineEntry } from "@/lib/incidents";
import { clock } from "@/lib/platform/clock";
import { inTransaction, type Prisma, type Tx } from "@/lib/platform/db";
import { conflict, notFound } from "@/lib/platform/errors";
import { isId } from "@/lib/platform/ids";
import { storable } from "@/lib/platform/storable";
import { type FeedbackView, GiveFeedback } from "../contract";
import type { DiagnosisRow } from "../diagnosis-row";
import { feedbackOn } from "./feedback-on";

type FeedbackRow = Prisma.DiagnosisFeedbackGetPayload<Prisma.DiagnosisFeedbackDefaultArgs>;
type Said = Pick<FeedbackRow, "verdict" | "realCause" | "comment">;

/**
 * Says whether a diagnosis was helpful or wrong. Everybody has one word on it: a second one takes the place of the first. Returns what
 * everybody says. Throws `not_found`, or `conflict` while the diagnosis runs and when it came to nothing.
 */
export async function giveFeedback(ctx: Ctx, raw: GiveFeedback): Promise<FeedbackView[]> {
  requirePerson(ctx, "respond");
  const input = storable(GiveFeedback.parse(raw));
  return inTransaction(async (tx) => {
    const diagnosis = await findDiagnosis(tx, ctx, input.diagnosis_id);
    if (diagnosis.state !== "completed" && diagnosis.state !== "inconclusive")
      throw conflict(
        `This diagnosis ${diagnosis.state === "running" ? "is still running" : "failed"}; it says nothing yet`,
      );
    const key = { diagnosisId_actorId: { diagnosisId: diagnosis.id, actorId: ctx.actor.id } };
    const before = await tx.diagnosisFeedback.findUnique({ where: key });
    const said: Said = {
      verdict: input.verdict,
      realCause: input.real_cause ?? null,
      comment: input.comment ?? null,
    };
    const data = { ...said, actorName: ctx.actor.name, at: clock.now() };
    const { organizationId, incidentId } = diagnosis;
    await tx.diagnosisFeedback.upsert({
      where: key,
      create: { ...key.diagnosisId_actorId, organizationId, incidentId, ...data },
      update: data,
    });
    await tell(tx, ctx, diagnosis, { before, after: said });
    return feedbackOn(tx, diagnosis.id);
  });
}

/** Takes back what the caller said of a diagnosis; nothing happens when that is nothing. Throws `not_found`. */
export async function withdrawFeedback(ctx: Ctx, diagnosisId: string): Promise<FeedbackView[]> {
  requirePerson(ctx, "respond");
  return inTransaction(async (tx) => {
    const diagnosis = await findDiagnosis(tx, ctx, diagnosisId);
    const where = { diagnosisId: diagnosis.id, actorId: ctx.actor.id };
    const before = await tx.diagnosisFeedback.findFirst({ where });
    const { count } = await tx.diagnosisFeedback.deleteMany({ where });
    if (count > 0) await tell(tx, ctx, diagnosis, { before, after: null });
    return feedbackOn(tx, diagnosis.id);
  });
}

async function findDiagnosis(tx: Tx, { organizationId }: Ctx, id: string): Promise<DiagnosisRow> {
  const row = isId(id) ? await tx.diagnosis.findFirst({ where: { id, organizationId } }) : null;
  if (!row) throw notFound("This diagnosis");
  return row;
}

async function tell(
  tx: Tx,
  ctx: Ctx,
  { id, incidentId, engine }: DiagnosisRow,
  { before, after }: { before: Said | null; after: Said | null },
): Promise<void> {
  const by = engine === "claude" ? "by Claude" : "by rules";
  const text = after
    ? `The diagnosis ${by} was ${after.verdict}${after.realCause ? `; the real cause: ${after.realCause}` : ""}${after.comment ? `. ${after.comment}` : ""}`
    : `Took back what was said of the diagnosis ${by}`;
  addTimelineEntry(tx, ctx, {
    incidentId,
    kind: "feedback",
    text,
    data: { diagnosis_id: id, verdict: after?.verdict ?? null },
  });
  recordAudit(tx, ctx, {
    verb: after ? "diagnosis.feedback" : "diagnosis.withdraw-feedback",
    subject: { kind: "diagnosis", id },
    data: { incident_id: incidentId, before: before && recorded(before), after: after && recorded(after) },
  });
}

const recorded = ({ verdict, realCause, comment }: Said) => ({ verdict, real_cause: realCause, comment });
