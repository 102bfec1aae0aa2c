import { prisma } from "@/lib/platform/db";
import type { QuestionView } from "../contract";
import { lostAmong } from "../lost-workers";
import { presentEvidence } from "../present-evidence";
import { presentStep, spentIn, summed } from "../present-investigation";
import type { QuestionRow } from "./question-row";

/** Questions as clients see them: each with the evidence that its answer cites or that was looked at for it. */
export async function presentQuestions(rows: QuestionRow[]): Promise<QuestionView[]> {
  const ids = { in: rows.map(({ id }) => id) };
  const citing = rows.filter(({ diagnosisId }) => diagnosisId !== null);
  const [evidence, steps, paid] = await Promise.all([
    prisma().evidence.findMany({
      where: {
        OR: [
          { questionId: ids, diagnosisId: { in: citing.map(({ diagnosisId }) => diagnosisId as string) } },
          ...citing.map(({ diagnosisId, cited }) => ({ diagnosisId: diagnosisId as string, number: { in: cited } })),
        ],
      },
      orderBy: { number: "asc" },
    }),
    prisma().diagnosisStep.findMany({
      where: { diagnosisId: { in: citing.map(({ diagnosisId }) => diagnosisId as string) }, questionId: ids },
      orderBy: { number: "asc" },
    }),
    prisma().modelCall.groupBy({
      by: ["questionId"],
      where: { questionId: ids },
      _count: true,
      _sum: summed,
    }),
  ]);
  const isLost = await lostAmong(rows);
  return rows.map((row) => ({
    id: row.id,
    question: row.text,
    asked_by: { id: row.askedBy, name: row.askedByName },
    asked_at: row.askedAt.toISOString(),
    state: row.state as QuestionView["state"],
    is_lost: isLost(row),
    model: row.model,
    answer: row.answer as string[],
    not_known: row.notKnown as string[],
    problem: row.problem,
    evidence: evidence
      .filter(
        (one) => one.questionId === row.id || (one.diagnosisId === row.diagnosisId && row.cited.includes(one.number)),
      )
      .map(presentEvidence),
    steps: steps.filter(({ questionId }) => questionId === row.id).map(presentStep),
    spent: spentIn(paid.find(({ questionId }) => questionId === row.id)),
    ended_at: row.endedAt?.toISOString() ?? null,
  }));
}
