import { type Ctx, require } from "@/lib/auth";
import { secretsOfWatched } from "@/lib/monitoring";
import { prisma } from "@/lib/platform/db";
import { errorText, notFound } from "@/lib/platform/errors";
import { isId, newId } from "@/lib/platform/ids";
import { logger } from "@/lib/platform/logger";
import { besideRules } from "./beside-rules";
import { reserveBudget } from "./budget/reserve";
import { whyCalledOff } from "./called-off";
import type { DiagnosisRow } from "./diagnosis-row";
import { excerptOf } from "./excerpt";
import { finishDiagnosis, type Outcome, withoutCause } from "./finish-diagnosis";
import { findIncidentRow } from "./get-diagnosis";
import { CalledOff, GivenUp, KeptBook } from "./investigator/book";
import { claude } from "./investigator/claude";
import { liveEyes } from "./investigator/eyes";
import { Fence } from "./investigator/fence";
import { investigate } from "./investigator/investigate";
import { usualLimits } from "./investigator/limits";
import { aboutOf, openingFor } from "./investigator/prompt";
import { placeOf } from "./place";
import { giveUpDiagnosis, startDiagnosis } from "./start-diagnosis";
import type { EvidenceRow } from "./store-evidence";

/**
 * Has Claude go on from the newest diagnosis by rules: with its evidence, with tools that only look, and within limits. What it finds
 * becomes a diagnosis of its own; when Claude cannot be had or paid, that one fails in words and the rules' stays what it was. Safe to run twice:
 * one at a time per incident, each a record of its own. `workerId` names the worker that is at it. Returns `running` when another is under way.
 */
export async function investigateIncident(
  ctx: Ctx,
  incidentId: string,
  workerId: string | null = null,
): Promise<DiagnosisRow["state"]> {
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
    workerId,
  });
  // Resolved before its turn came.
  if (!started) return "failed";
  const { row, isOurs } = started;
  if (!isOurs) return "running";
  const scope = { organizationId: row.organizationId, incidentId };
  let outcome: Outcome;
  let book: KeptBook | undefined;
  const stopWhenCalledOff = async () => {
    const why = await whyCalledOff(prisma(), scope);
    if (why !== null) throw new CalledOff(why);
  };
  try {
    // While it waited for its turn.
    await stopWhenCalledOff();
    const reserved = await reserveBudget(row, (tx, reservedUsd) =>
      tx.diagnosis.updateMany({ where: { id: row.id, state: "running" }, data: { reservedUsd } }),
    );
    if ("problem" in reserved) outcome = rulesAlone(reserved.problem);
    else {
      const place = await placeOf(ctx, incident);
      const secrets = secretsOfWatched(place.watched);
      const before = byRules ? await copied(byRules.id, row) : [];
      book = new KeptBook({
        ...{ organizationId: row.organizationId, incidentId, diagnosisId: row.id, questionId: null },
        ...{ secrets, evidence: before, steps: 0 },
        hold: async (tx, aliveAt) => {
          const mine = { id: row.id, state: "running" };
          return (await tx.diagnosis.updateMany({ where: mine, data: { aliveAt } })).count === 1;
        },
        whyOff: (tx) => whyCalledOff(tx, scope),
      });
      const fence = new Fence();
      const opening = openingFor({ fence, incident, about: aboutOf(place), evidence: before, byRules, secrets });
      const found = await investigate({
        ...{ claude: investigator, eyes: liveEyes(place), book, fence, opening, secrets },
        limits: { ...usualLimits, ...reserved },
      });
      // The last answer may have come between two looks at whether it is wanted.
      await stopWhenCalledOff();
      const beside = { byRules: byRules && { row: byRules, evidence: before }, seen: book.evidence };
      outcome =
        "outcome" in found
          ? besideRules(found.outcome, { ...beside, kind: place.watched?.kind ?? null })
          : rulesAlone(found.problem);
    }
  } catch (error) {
    // Whoever has taken it over has its task as well: it must not be taken for done.
    if (error instanceof GivenUp) return (await isAnotherAt(incidentId)) ? "running" : "failed";
    outcome = error instanceof CalledOff ? rulesAlone(error.message) : failedBy(error, incidentId);
  }
  try {
    return (await finishDiagnosis(ctx, row, { stored: book?.evidence ?? [] }, outcome)).state;
  } catch (error) {
    await giveUpDiagnosis(row);
    throw error;
  }
}

const isAnotherAt = async (incidentId: string): Promise<boolean> =>
  (await prisma().diagnosis.count({ where: { incidentId, engine: "claude", state: "running" } })) > 0;

/** A fault of ours. It must not leave the diagnosis running. */
function failedBy(error: unknown, incidentId: string): Outcome {
  logger.error({ error: errorText(error), incidentId }, "An investigation failed");
  return withoutCause("failed", excerptOf(`The investigation could not be carried out: ${errorText(error)}`));
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
