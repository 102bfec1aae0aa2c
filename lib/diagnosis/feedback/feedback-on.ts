import type { Tx } from "@/lib/platform/db";
import type { FeedbackView } from "../contract";

/** What people say of a diagnosis, oldest first. */
export async function feedbackOn(tx: Tx, diagnosisId: string): Promise<FeedbackView[]> {
  const rows = await tx.diagnosisFeedback.findMany({
    where: { diagnosisId },
    orderBy: [{ at: "asc" }, { actorId: "asc" }],
    take: 100,
  });
  return rows.map(({ actorId, actorName, verdict, realCause, comment, at }) => ({
    by: { id: actorId, name: actorName },
    verdict: verdict as FeedbackView["verdict"],
    real_cause: realCause,
    comment,
    at: at.toISOString(),
  }));
}
