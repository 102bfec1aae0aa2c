import { type Ctx, require } from "@/lib/auth";
import { prisma } from "@/lib/platform/db";
import { notFound } from "@/lib/platform/errors";
import { redactDeep } from "@/lib/platform/redact";
import { Transcript } from "../contract";
import { findIncidentRow } from "../get-diagnosis";
import { watchedOrNull } from "../watched-or-null";

/**
 * The newest investigation by Claude that came to its end, to be played again elsewhere: what was known, what was looked at, what was
 * answered. Redacted, with the service's name and kind but not its address. Throws `not_found` when there was none.
 */
export async function exportInvestigation(ctx: Ctx, incidentId: string): Promise<Transcript> {
  require(ctx, "respond");
  const incident = await findIncidentRow(ctx, incidentId);
  const { organizationId } = ctx;
  const row = await prisma().diagnosis.findFirst({
    where: { incidentId, organizationId, engine: "claude", state: { in: ["completed", "inconclusive"] } },
    orderBy: [{ startedAt: "desc" }, { id: "desc" }],
  });
  if (!row) throw notFound("An investigation by Claude that came to its end");
  const [before, evidence, calls] = await Promise.all([
    row.afterId ? prisma().diagnosis.findFirst({ where: { id: row.afterId, organizationId } }) : null,
    prisma().evidence.findMany({
      where: { diagnosisId: row.id, organizationId, questionId: null },
      orderBy: { number: "asc" },
    }),
    prisma().modelCall.findMany({
      where: { diagnosisId: row.id, organizationId, questionId: null },
      orderBy: { id: "asc" },
    }),
  ]);
  const watched = await watchedOrNull(ctx, incident.serviceId);
  const cause = row.rootCause as { fault?: string } | null;
  const { number, title, description, severity, createdAt } = incident;
  return Transcript.parse(
    redactDeep({
      version: 1,
      origin: `Incident #${number}, investigated ${row.startedAt.toISOString()}`,
      model: row.model ?? "",
      incident: { number, title, description, severity, created_at: createdAt.toISOString() },
      service: watched && { name: watched.name, kind: watched.kind },
      by_rules: before && { state: before.state, summary: before.summary, question: before.question },
      evidence: evidence.map(({ source, command, excerpt, body, collectedAt, tool, input }) => ({
        ...{ source, command, text: body ?? excerpt, collected_at: collectedAt.toISOString(), tool, input },
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
      outcome: { state: row.state, summary: row.summary, fault: cause?.fault ?? null },
    }),
  );
}
