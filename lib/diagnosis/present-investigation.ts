import { prisma } from "@/lib/platform/db";
import type { InvestigationStep, InvestigationView } from "./contract";
import type { DiagnosisRow } from "./diagnosis-row";

/** What an investigator did, step by step, and what it cost. */
export async function presentInvestigation(row: DiagnosisRow): Promise<InvestigationView> {
  const [steps, paid] = await Promise.all([
    prisma().diagnosisStep.findMany({ where: { diagnosisId: row.id }, orderBy: { number: "asc" } }),
    prisma().modelCall.aggregate({
      where: { diagnosisId: row.id },
      _count: true,
      _sum: { inputTokens: true, cacheWriteTokens: true, cacheReadTokens: true, outputTokens: true, usd: true },
    }),
  ]);
  const { _sum: sum, _count: calls } = paid;
  return {
    id: row.id,
    state: row.state as InvestigationView["state"],
    model: row.model ?? "",
    problem: row.state === "failed" ? row.summary : null,
    steps: steps.map(({ number, at, kind, text, tool, input, evidenceNumber, hypothesis }) => ({
      ...{ number, at: at.toISOString(), kind: kind as InvestigationStep["kind"], text, tool },
      input: input as InvestigationStep["input"],
      evidence: evidenceNumber,
      hypothesis: hypothesis as InvestigationStep["hypothesis"],
    })),
    look_next: row.lookNext as string[],
    spent: {
      calls,
      input_tokens: (sum.inputTokens ?? 0) + (sum.cacheWriteTokens ?? 0) + (sum.cacheReadTokens ?? 0),
      output_tokens: sum.outputTokens ?? 0,
      usd: Number(sum.usd ?? 0),
    },
    started_at: row.startedAt.toISOString(),
    completed_at: row.completedAt?.toISOString() ?? null,
  };
}
