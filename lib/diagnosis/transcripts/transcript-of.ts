import type { Ctx } from "@/lib/auth";
import { secretsOfWatched } from "@/lib/monitoring";
import { prisma } from "@/lib/platform/db";
import { redactDeep } from "@/lib/platform/redact";
import { type Hypothesis, Transcript } from "../contract";
import type { DiagnosisRow } from "../diagnosis-row";
import type { findIncidentRow } from "../get-diagnosis";
import { recordedFacts } from "../recorded-facts";
import { watchedOrNull } from "../watched-or-null";

type Incident = Awaited<ReturnType<typeof findIncidentRow>>;

/** The newest diagnosis of an incident that came to its end. */
export const endedDiagnosis = ({ id: incidentId, organizationId }: Incident, engine?: "claude") =>
  prisma().diagnosis.findFirst({
    where: { incidentId, organizationId, state: { in: ["completed", "inconclusive"] }, ...(engine && { engine }) },
    orderBy: [{ startedAt: "desc" }, { id: "desc" }],
  });

/** A diagnosis as it can be judged and played again. */
export async function transcriptOf(ctx: Ctx, incident: Incident, row: DiagnosisRow): Promise<Transcript> {
  const { organizationId } = ctx;
  // What people asked afterwards, and what was found for them, is no part of it.
  const ofIt = { diagnosisId: row.id, organizationId, questionId: null };
  const [byRules, evidence, calls, watched] = await Promise.all([
    row.engine === "rules"
      ? row
      : row.afterId && prisma().diagnosis.findFirst({ where: { id: row.afterId, organizationId } }),
    prisma().evidence.findMany({ where: ofIt, orderBy: { number: "asc" } }),
    prisma().modelCall.findMany({ where: ofIt, orderBy: { id: "asc" } }),
    watchedOrNull(ctx, incident.serviceId),
  ]);
  const { number, title, description, severity, createdAt } = incident;
  return Transcript.parse(
    redactDeep(
      {
        version: 1,
        origin: `Incident #${number}, ${row.engine === "rules" ? "diagnosed by rules" : "investigated"} ${row.startedAt.toISOString()}`,
        model: row.model,
        incident: { number, title, description, severity, created_at: createdAt.toISOString() },
        service: watched && { name: watched.name, kind: watched.kind, target: watched.target.kind },
        by_rules: byRules ? { ...outcomeOf(byRules), question: byRules.question, hypotheses: judgedIn(byRules) } : null,
        evidence: evidence.map(({ source, command, excerpt, body, collectedAt, tool, input, facts }) => ({
          ...{ source, command, text: body ?? excerpt, collected_at: collectedAt.toISOString(), tool, input },
          ...recordedFacts(facts),
        })),
        answers: calls
          .filter(({ content }) => content !== null)
          .map(({ content, outcome, ...call }) => ({
            content,
            stop: outcome,
            usage: {
              ...{ input: call.inputTokens, output: call.outputTokens },
              ...{ cacheWrite: call.cacheWriteTokens, cacheRead: call.cacheReadTokens },
            },
          })),
        outcome: outcomeOf(row),
      },
      secretsOfWatched(watched),
    ),
  );
}

const outcomeOf = ({ state, summary, rootCause }: DiagnosisRow) => ({
  state,
  summary,
  fault: (rootCause as { fault?: string } | null)?.fault ?? null,
});

const judgedIn = ({ hypotheses }: DiagnosisRow) =>
  (hypotheses as Hypothesis[]).map(({ fault, verdict, confidence }) => ({ fault, verdict, confidence }));
