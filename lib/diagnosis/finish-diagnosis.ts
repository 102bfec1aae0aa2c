import { recordAudit } from "@/lib/audit";
import type { Ctx } from "@/lib/auth";
import { enqueue } from "@/lib/events";
import { addTimelineEntry } from "@/lib/incidents";
import { clock } from "@/lib/platform/clock";
import { inTransaction, type Tx } from "@/lib/platform/db";
import { redactDeep } from "@/lib/platform/redact";
import { budgetOf } from "./budget/settings";
import type { Conclusion } from "./conclude";
import type { DiagnosisRow } from "./diagnosis-row";
import { claude } from "./investigator/claude";
import { spentIn, summed } from "./present-investigation";
import type { Judged } from "./rules/rule";
import type { EvidenceRow } from "./store-evidence";
import { taskKey } from "./tasks-under-way";

export type Outcome = Omit<Conclusion, "state"> & {
  state: "completed" | "inconclusive" | "failed";
  /** Where an investigator would look next. */
  lookNext?: string[];
  /** What the rules measured contradicts it, and stands. */
  isOverruled?: boolean;
};

/** An outcome without hypotheses: nothing could be judged. */
export const withoutCause = (state: Outcome["state"], summary: string, immediateActions: string[] = []): Outcome => ({
  state,
  summary,
  rootCause: null,
  hypotheses: [],
  immediateActions,
  longTermFixes: [],
  monitoring: [],
});

/** Evidence to be stored with the outcome, or what was stored while it came. */
type Evidence =
  /** `isLast`: rules were asked for, and nobody else. */
  { found: EvidenceRow[]; isLast: boolean } | { stored: readonly EvidenceRow[] };

/**
 * Stores the outcome, with the evidence that is not stored yet. Does nothing when the diagnosis was given up meanwhile: its row is no
 * longer running.
 */
export async function finishDiagnosis(
  ctx: Ctx,
  row: DiagnosisRow,
  evidence: Evidence,
  judged: Outcome,
): Promise<DiagnosisRow> {
  // Sentences may carry plain names from outside, and a name can be a token.
  const outcome = redactDeep(judged);
  const agent: Ctx = { ...ctx, role: null, scope: null, actor: { kind: "agent", id: row.id, name: "Nightshift" } };
  const { rootCause } = outcome;
  const numbered = "found" in evidence ? evidence.found : evidence.stored;

  return inTransaction(async (tx) => {
    const { count } = await tx.diagnosis.updateMany({
      where: { id: row.id, state: "running" },
      data: {
        state: outcome.state,
        completedAt: clock.now(),
        summary: outcome.summary,
        ...(rootCause && {
          rootCause: {
            component: rootCause.component,
            fault: rootCause.fault,
            statement: rootCause.statement,
            confidence: rootCause.confidence,
          },
        }),
        hypotheses: outcome.hypotheses.map((judged) => stored(judged, numbered)),
        immediateActions: outcome.immediateActions,
        longTermFixes: outcome.longTermFixes,
        monitoring: outcome.monitoring,
        lookNext: outcome.lookNext ?? [],
        isOverruled: outcome.isOverruled ?? false,
        cost: await costOf(tx, row.id),
      },
    });
    const now = await tx.diagnosis.findUniqueOrThrow({ where: { id: row.id } });
    if (count === 0) return now;
    if ("found" in evidence) await tx.evidence.createMany({ data: evidence.found });
    const goesOn = "found" in evidence && !evidence.isLast && claude() !== null;
    if (goesOn && (await budgetOf(tx, row.organizationId)).isOn) queueInvestigation(tx, row);
    const data = {
      diagnosis_id: row.id,
      state: outcome.state,
      fault: rootCause?.fault ?? null,
      confidence: rootCause?.confidence ?? null,
      evidence: numbered.length,
    };
    // The entry also tells the house that the incident changed.
    const title =
      row.engine === "claude" && outcome.state === "failed" ? "Claude could not help" : titles[outcome.state];
    const text = `${title}: ${outcome.summary}`;
    addTimelineEntry(tx, agent, { incidentId: row.incidentId, kind: "diagnosis", text, data });
    recordAudit(tx, agent, {
      verb: "diagnosis.finish",
      subject: { kind: "diagnosis", id: row.id },
      data: { incident_id: row.incidentId, ...data },
    });
    return now;
  });
}

const queueInvestigation = (tx: Tx, { organizationId, incidentId }: DiagnosisRow): void =>
  // As many tries as it takes until one that a dead worker left running counts as dead.
  enqueue(
    tx,
    "investigate",
    { organizationId, incidentId },
    { jobKey: taskKey.investigate(incidentId), maxAttempts: 8 },
  );

/** What a diagnosis has cost so far, as its row keeps it. */
export async function costOf(tx: Tx, diagnosisId: string) {
  const paid = await tx.modelCall.aggregate({ where: { diagnosisId, questionId: null }, _count: true, _sum: summed });
  const { calls: _, ...cost } = spentIn(paid);
  return cost;
}

const titles = {
  completed: "Diagnosis",
  inconclusive: "Diagnosis without a cause",
  failed: "The diagnosis failed",
} as const;

const stored = (judged: Judged, evidence: readonly { id: string; number: number }[]) => ({
  component: judged.component,
  fault: judged.fault,
  statement: judged.statement,
  confidence: judged.confidence,
  verdict: judged.verdict,
  disproof: judged.disproof,
  evidence: idsOf(judged.evidenceNumbers, evidence),
  against: judged.verdict === "rejected" ? [] : idsOf(judged.disprovedBy, evidence),
});

const idsOf = (numbers: number[], evidence: readonly { id: string; number: number }[]): string[] =>
  numbers.flatMap((number) => evidence.find((item) => item.number === number)?.id ?? []);
