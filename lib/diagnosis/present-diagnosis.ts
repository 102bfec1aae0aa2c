import { prisma } from "@/lib/platform/db";
import { spentOn } from "./budget/spending";
import type { ByRules, DiagnosisSummary, DiagnosisView, Hypothesis, RootCause } from "./contract";
import { type DiagnosisRow, measuredBy } from "./diagnosis-row";
import { feedbackOn } from "./feedback/feedback-on";
import { presentEvidence } from "./present-evidence";
import { presentInvestigation } from "./present-investigation";

type Numbered = { id: string; number: number };

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
  const rules = row.afterId ? await prisma().diagnosis.findUnique({ where: { id: row.afterId } }) : null;
  const cause = causeOf(row, row.engine === "rules" ? row : rules);
  return {
    id: row.id,
    state: row.state as DiagnosisView["state"],
    engine: row.engine as DiagnosisView["engine"],
    model: row.model,
    question: row.question,
    summary: row.summary,
    root_cause: cause,
    hypotheses: judgedIn(row),
    by_rules: rules && (await presentByRules(rules, cause, evidence)),
    immediate_actions: row.immediateActions as string[],
    long_term_fixes: row.longTermFixes as string[],
    monitoring: row.monitoring as string[],
    evidence: evidence.map(presentEvidence),
    investigation: investigation && (await presentInvestigation(investigation)),
    cost: { input_tokens: 0, output_tokens: 0, usd: 0, ...(row.cost as Partial<DiagnosisView["cost"]>) },
    spent_on_incident: await spentOn(prisma(), row.incidentId),
    feedback: await feedbackOn(prisma(), row.id),
    started_at: row.startedAt.toISOString(),
    completed_at: row.completedAt?.toISOString() ?? null,
  };
}

type CauseView = DiagnosisView["root_cause"];

/** Its cause, and whether rules have confirmed it. */
function causeOf({ rootCause }: DiagnosisRow, byRules: DiagnosisRow | null): CauseView {
  const cause = rootCause as RootCause | null;
  return cause && { ...cause, is_measured: byRules !== null && measuredBy(byRules) === cause.fault };
}

const judgedIn = ({ hypotheses }: DiagnosisRow): Hypothesis[] =>
  (hypotheses as Hypothesis[]).map((one) => ({ ...one, against: one.against ?? [], disproof: one.disproof ?? "" }));

/** The rules' diagnosis beside Claude's, citing Claude's evidence: what both have is there twice, under the same numbers. */
async function presentByRules(rules: DiagnosisRow, cause: CauseView, evidence: Numbered[]): Promise<ByRules> {
  const theirs = await prisma().evidence.findMany({
    where: { diagnosisId: rules.id, questionId: null },
    select: { id: true, number: true },
  });
  const numberOf = new Map(theirs.map(({ id, number }) => [id, number]));
  const idOf = new Map(evidence.map(({ id, number }) => [number, id]));
  const here = (ids: string[]) => ids.flatMap((id) => idOf.get(numberOf.get(id) ?? 0) ?? []);
  const found = causeOf(rules, rules);
  const says = found ? (found.fault === cause?.fault ? "same_cause" : "other_cause") : null;
  return {
    id: rules.id,
    says: says ?? (rules.state === "completed" ? "no_fault" : "nothing"),
    summary: rules.summary,
    root_cause: found,
    hypotheses: judgedIn(rules).map((one) => ({ ...one, evidence: here(one.evidence), against: here(one.against) })),
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
