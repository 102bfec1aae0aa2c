import { type Ctx, require } from "@/lib/auth";
import { prisma } from "@/lib/platform/db";
import { errorText, notFound } from "@/lib/platform/errors";
import { isId, newId } from "@/lib/platform/ids";
import { logger } from "@/lib/platform/logger";
import { reserveBudget } from "./budget/reserve";
import type { Hypothesis, RootCause } from "./contract";
import { type DiagnosisRow, measuredBy } from "./diagnosis-row";
import { excerptOf } from "./excerpt";
import { finishDiagnosis, type Outcome, withoutCause } from "./finish-diagnosis";
import { findIncidentRow } from "./get-diagnosis";
import { GivenUp, KeptBook } from "./investigator/book";
import { claude } from "./investigator/claude";
import { liveEyes } from "./investigator/eyes";
import { Fence } from "./investigator/fence";
import { investigate } from "./investigator/investigate";
import { usualLimits } from "./investigator/limits";
import { aboutOf, openingFor } from "./investigator/prompt";
import { placeOf } from "./place";
import { giveUpDiagnosis, startDiagnosis } from "./start-diagnosis";
import type { EvidenceRow } from "./store-evidence";
import type { Place } from "./tools/tool";

/**
 * Has Claude go on from the newest diagnosis by rules: with its evidence, with tools that only look, and within limits. What it finds
 * becomes a diagnosis of its own; when Claude cannot be had or paid, that one fails in words and the rules' stays what it was. Safe to run twice:
 * one at a time per incident, each a record of its own. Returns `running` when another is under way.
 */
export async function investigateIncident(ctx: Ctx, incidentId: string): Promise<DiagnosisRow["state"]> {
  require(ctx, "respond");
  if (!isId(incidentId)) throw notFound("The incident");
  const investigator = claude();
  if (!investigator) return "failed";
  const incident = await findIncidentRow(ctx, incidentId);
  const byRules = await prisma().diagnosis.findFirst({
    where: {
      incidentId,
      organizationId: ctx.organizationId,
      engine: "rules",
      state: { in: ["completed", "inconclusive"] },
    },
    orderBy: [{ startedAt: "desc" }, { id: "desc" }],
  });
  const started = await startDiagnosis(ctx, incident.id, {
    engine: "claude",
    model: investigator.model,
    afterId: byRules?.id ?? null,
    question: byRules?.question ?? null,
  });
  // Resolved before its turn came.
  if (!started) return "failed";
  const { row, isOurs } = started;
  if (!isOurs) return "running";
  let outcome: Outcome;
  let book: KeptBook | undefined;
  try {
    const reserved = await reserveBudget(row, (tx, reservedUsd) =>
      tx.diagnosis.updateMany({ where: { id: row.id, state: "running" }, data: { reservedUsd } }),
    );
    if ("problem" in reserved) outcome = rulesAlone(reserved.problem);
    else {
      const place = await placeOf(ctx, incident);
      const before = byRules ? await copied(byRules.id, row) : [];
      book = new KeptBook({
        ...{ organizationId: row.organizationId, incidentId, diagnosisId: row.id, questionId: null },
        ...{ evidence: before, steps: 0 },
        hold: async (tx, aliveAt) => {
          const mine = { id: row.id, state: "running" };
          return (await tx.diagnosis.updateMany({ where: mine, data: { aliveAt } })).count === 1;
        },
      });
      const fence = new Fence();
      const opening = openingFor({ fence, incident, about: aboutOf(place), evidence: before, byRules });
      const found = await investigate({
        ...{ claude: investigator, eyes: liveEyes(place), book, fence, opening },
        limits: { ...usualLimits, usd: reserved.usd },
      });
      outcome = "outcome" in found ? besideRules(found.outcome, byRules, place) : rulesAlone(found.problem);
    }
  } catch (error) {
    if (error instanceof GivenUp) return "failed";
    // A fault of ours. It must not leave the diagnosis running.
    logger.error({ error: errorText(error), incidentId }, "An investigation failed");
    outcome = withoutCause("failed", excerptOf(`The investigation could not be carried out: ${errorText(error)}`));
  }
  try {
    return (await finishDiagnosis(ctx, row, { stored: book?.evidence ?? [] }, outcome)).state;
  } catch (error) {
    await giveUpDiagnosis(row);
    throw error;
  }
}

/**
 * What the rules have measured stands, whatever the investigator was talked into: a cause that they ruled out, one in place of the cause
 * that they confirmed, or none in its place, is not what remedies are derived from. It stays among the hypotheses, and people read both.
 */
function besideRules(outcome: Outcome, byRules: DiagnosisRow | null, { watched }: Place): Outcome {
  if (outcome.state !== "completed") return outcome;
  const why = whyNot(outcome.rootCause?.fault ?? null, byRules, watched?.kind ?? null);
  if (why === null) return outcome;
  return { ...outcome, state: "inconclusive", rootCause: null, summary: `${outcome.summary} ${why}` };
}

function whyNot(fault: string | null, byRules: DiagnosisRow | null, kind: string | null): string | null {
  const ruled = (byRules?.hypotheses ?? []) as Hypothesis[];
  const against = ruled.find((one) => one.verdict === "rejected" && one.fault === fault);
  if (against) return `Yet what was measured speaks against ${fault}: ${against.statement}`;
  const measured = byRules && measuredBy(byRules);
  if (measured && measured !== fault)
    return `Yet the rules measured ${measured}, which stands: ${(byRules.rootCause as RootCause).statement}`;
  const others = ["redis", "postgres"].filter((one) => kind !== null && one !== kind);
  return others.some((one) => fault?.startsWith(`${one}.`))
    ? `Yet this is a ${kind} server, which cannot have ${fault}.`
    : null;
}

const rulesAlone = (why: string): Outcome => withoutCause("failed", `${why}. The rules speak alone.`);

/** The evidence that an earlier diagnosis found, as this one's: with the same numbers, so that its sentences can cite it. */
async function copied(fromId: string, row: DiagnosisRow): Promise<EvidenceRow[]> {
  const found = await prisma().evidence.findMany({
    where: { diagnosisId: fromId, questionId: null },
    orderBy: { number: "asc" },
  });
  const rows = found.map(({ input, facts, ...one }) => ({
    ...one,
    ...(input !== null && { input }),
    ...(facts !== null && { facts }),
    id: newId(),
    diagnosisId: row.id,
  }));
  await prisma().evidence.createMany({ data: rows });
  return rows;
}
