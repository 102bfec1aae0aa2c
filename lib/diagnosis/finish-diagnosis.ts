import { recordAudit } from "@/lib/audit";
import type { Ctx } from "@/lib/auth";
import { addTimelineEntry } from "@/lib/incidents";
import { clock } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { redact, redactDeep } from "@/lib/platform/redact";
import type { Conclusion, Judged } from "./conclude";
import { excerptOf } from "./excerpt";
import type { Finding } from "./facts";
import type { DiagnosisRow } from "./present-diagnosis";

export type Outcome = Omit<Conclusion, "state"> & { state: "completed" | "inconclusive" | "failed" };

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

/** Stores evidence and outcome together. Does nothing when the diagnosis was given up meanwhile: its row is no longer running. */
export async function finishDiagnosis(
  ctx: Ctx,
  row: DiagnosisRow,
  findings: Finding[],
  judged: Outcome,
): Promise<DiagnosisRow> {
  // Sentences may carry plain names from outside, and a name can be a token.
  const outcome = redactDeep(judged);
  const agent: Ctx = { ...ctx, role: null, scope: null, actor: { kind: "agent", id: row.id, name: "Nightshift" } };
  const evidence = findings.map((finding, index) => ({
    id: newId(),
    organizationId: row.organizationId,
    incidentId: row.incidentId,
    diagnosisId: row.id,
    number: index + 1,
    source: finding.source,
    command: redact(finding.command),
    excerpt: excerptOf(finding.text),
    collectedAt: finding.collectedAt,
  }));
  const { rootCause } = outcome;

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
        hypotheses: outcome.hypotheses.map((judged) => stored(judged, evidence)),
        immediateActions: outcome.immediateActions,
        longTermFixes: outcome.longTermFixes,
        monitoring: outcome.monitoring,
        cost: { input_tokens: 0, output_tokens: 0, usd: 0 },
      },
    });
    const now = await tx.diagnosis.findUniqueOrThrow({ where: { id: row.id } });
    if (count === 0) return now;
    await tx.evidence.createMany({ data: evidence });
    const data = {
      diagnosis_id: row.id,
      state: outcome.state,
      fault: rootCause?.fault ?? null,
      confidence: rootCause?.confidence ?? null,
      evidence: evidence.length,
    };
    // The entry also tells the house that the incident changed.
    const text = `${titles[outcome.state]}: ${outcome.summary}`;
    await addTimelineEntry(tx, agent, { incidentId: row.incidentId, kind: "diagnosis", text, data });
    recordAudit(tx, agent, {
      verb: "diagnosis.finish",
      subject: { kind: "diagnosis", id: row.id },
      data: { incident_id: row.incidentId, ...data },
    });
    return now;
  });
}

const titles = {
  completed: "Diagnosis",
  inconclusive: "Diagnosis without a cause",
  failed: "The diagnosis failed",
} as const;

const stored = (judged: Judged, evidence: { id: string; number: number }[]) => ({
  component: judged.component,
  fault: judged.fault,
  statement: judged.statement,
  confidence: judged.confidence,
  verdict: judged.verdict,
  evidence: judged.evidenceNumbers.flatMap((number) => evidence.find((item) => item.number === number)?.id ?? []),
});
