import { type Prisma, prisma } from "@/lib/platform/db";
import type { InvestigationStep, InvestigationView } from "./contract";
import type { DiagnosisRow } from "./diagnosis-row";
import { lostAmong } from "./lost-workers";

/** What an investigator did, step by step, and what it cost. */
export async function presentInvestigation(row: DiagnosisRow): Promise<InvestigationView> {
  // What people asked afterwards is another story.
  const where = { diagnosisId: row.id, questionId: null };
  const [steps, paid] = await Promise.all([
    prisma().diagnosisStep.findMany({ where, orderBy: { number: "asc" } }),
    prisma().modelCall.aggregate({ where, _count: true, _sum: summed }),
  ]);
  return {
    id: row.id,
    state: row.state as InvestigationView["state"],
    model: row.model ?? "",
    is_lost: (await lostAmong([row]))(row),
    problem: row.state === "failed" ? row.summary : null,
    is_overruled: row.isOverruled,
    conclusion: row.state === "running" || row.state === "failed" ? null : row.summary,
    steps: steps.map(presentStep),
    look_next: row.lookNext as string[],
    spent: spentIn(paid),
    started_at: row.startedAt.toISOString(),
    completed_at: row.completedAt?.toISOString() ?? null,
  };
}

type StepRow = Prisma.DiagnosisStepGetPayload<Prisma.DiagnosisStepDefaultArgs>;

export const presentStep = ({ number, at, kind, text, tool, input, evidenceNumber, hypothesis }: StepRow) => ({
  ...{ number, at: at.toISOString(), kind: kind as InvestigationStep["kind"], text, tool },
  input: input as InvestigationStep["input"],
  evidence: evidenceNumber,
  hypothesis: hypothesis as InvestigationStep["hypothesis"],
});

/** What is added up of the answers of a model. */
export const summed = {
  inputTokens: true,
  cacheWriteTokens: true,
  cacheReadTokens: true,
  outputTokens: true,
  usd: true,
} as const;

type Paid = { _count: number; _sum: { [Figure in keyof typeof summed]: number | Prisma.Decimal | null } };

export const spentIn = (paid: Paid | undefined): InvestigationView["spent"] => {
  const { inputTokens, cacheWriteTokens, cacheReadTokens, outputTokens, usd } = paid?._sum ?? {};
  return {
    calls: paid?._count ?? 0,
    input_tokens: Number(inputTokens ?? 0) + Number(cacheWriteTokens ?? 0) + Number(cacheReadTokens ?? 0),
    output_tokens: Number(outputTokens ?? 0),
    usd: Number(usd ?? 0),
  };
};
