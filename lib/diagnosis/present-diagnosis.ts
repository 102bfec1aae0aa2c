import { prisma } from "@/lib/platform/db";
import type { DiagnosisSummary, DiagnosisView, Hypothesis, RootCause } from "./contract";
import { type DiagnosisRow, measuredBy } from "./diagnosis-row";
import { feedbackOn } from "./feedback/feedback-on";
import { presentEvidence } from "./present-evidence";
import { presentInvestigation } from "./present-investigation";

/** A diagnosis as clients see it, with its evidence. */
export async function presentDiagnosis(
  row: DiagnosisRow,
  investigation: DiagnosisRow | null = null,
): Promise<DiagnosisView> {
  const found = await prisma().evidence.findMany({
    where: { diagnosisId: row.id, questionId: null },
    orderBy: { number: "asc" },
  });
  const isBeside = investigation !== null && investigation.id !== row.id;
  // An investigation that goes on from this has the same evidence under the same numbers, and more.
  const more = isBeside
    ? await prisma().evidence.findMany({
        where: { diagnosisId: investigation.id, questionId: null, number: { gt: found.length } },
        orderBy: { number: "asc" },
      })
    : [];
  const evidence = [...found, ...more];
  return {
    id: row.id,
    state: row.state as DiagnosisView["state"],
    engine: row.engine as DiagnosisView["engine"],
    model: row.model,
    question: row.question,
    summary: row.summary,
    root_cause: await causeOf(row),
    hypotheses: (row.hypotheses as Hypothesis[]).map((one) => ({
      ...one,
      against: one.against ?? [],
      disproof: one.disproof ?? "",
    })),
    immediate_actions: row.immediateActions as string[],
    long_term_fixes: row.longTermFixes as string[],
    monitoring: row.monitoring as string[],
    evidence: evidence.map(presentEvidence),
    investigation: investigation && (await presentInvestigation(investigation)),
    cost: { input_tokens: 0, output_tokens: 0, usd: 0, ...(row.cost as Partial<DiagnosisView["cost"]>) },
    feedback: await feedbackOn(prisma(), row.id),
    started_at: row.startedAt.toISOString(),
    completed_at: row.completedAt?.toISOString() ?? null,
  };
}

export const presentDiagnosisSummary = (row: DiagnosisRow): DiagnosisSummary => ({
  ...{ id: row.id, model: row.model, summary: row.summary },
  state: row.state as DiagnosisView["state"],
  engine: row.engine as DiagnosisView["engine"],
  root_cause: row.rootCause as RootCause | null,
  started_at: row.startedAt.toISOString(),
  completed_at: row.completedAt?.toISOString() ?? null,
});

async function causeOf(row: DiagnosisRow): Promise<DiagnosisView["root_cause"]> {
  const cause = row.rootCause as RootCause | null;
  if (!cause) return null;
  const before = row.afterId ? await prisma().diagnosis.findUnique({ where: { id: row.afterId } }) : null;
  const byRules = row.engine === "rules" ? row : before;
  return { ...cause, is_measured: byRules !== null && measuredBy(byRules) === cause.fault };
}
