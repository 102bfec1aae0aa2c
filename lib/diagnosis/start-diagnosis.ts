import { recordAudit } from "@/lib/audit";
import type { Ctx } from "@/lib/auth";
import { publish } from "@/lib/events";
import { clock } from "@/lib/platform/clock";
import { inTransaction, prisma } from "@/lib/platform/db";
import { errorText } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { logger } from "@/lib/platform/logger";
import type { DiagnosisRow } from "./diagnosis-row";

/** Whoever was not seen at it for so long has died: rules take less in all, and an investigator says every few seconds that it lives. */
export const STALE_MS = 60_000;

export type By = ({ engine: "rules" } | { engine: "claude"; model: string; afterId: string | null }) & {
  question?: string | null;
  workerId?: string | null;
};

/**
 * Starts a diagnosis, or gives back the one that is running: the partial unique index lets one of two win. Null when none runs and the
 * incident is resolved: what can be measured now is about another time, and would take the place of what was acted on.
 */
export async function startDiagnosis(
  ctx: Ctx,
  incidentId: string,
  by: By,
): Promise<{ row: DiagnosisRow; isOurs: boolean } | null> {
  return inTransaction(async (tx) => {
    const now = clock.now();
    const where = { incidentId, organizationId: ctx.organizationId, state: "running" };
    await tx.diagnosis.updateMany({
      where: { ...where, aliveAt: { lt: new Date(now.getTime() - STALE_MS) } },
      data: { state: "failed", completedAt: now, summary: "It was never finished: the process that ran it ended." },
    });
    const isResolved = { id: incidentId, organizationId: ctx.organizationId, status: "resolved" };
    if ((await tx.incident.count({ where: isResolved })) > 0) {
      const running = await tx.diagnosis.findFirst({ where });
      return running && { row: running, isOurs: false };
    }
    // ON CONFLICT DO NOTHING: a violation would end the transaction, and the loser could not read the winner's row.
    const [row] = await tx.diagnosis.createManyAndReturn({
      data: [
        {
          id: newId(),
          organizationId: ctx.organizationId,
          incidentId,
          state: "running",
          ...by,
          startedAt: now,
          aliveAt: now,
        },
      ],
      skipDuplicates: true,
    });
    if (!row) return { row: await tx.diagnosis.findFirstOrThrow({ where }), isOurs: false };
    publish(tx, ctx.organizationId, "incident.changed", incidentId);
    recordAudit(tx, ctx, {
      verb: "diagnosis.start",
      subject: { kind: "diagnosis", id: row.id },
      data: { incident_id: incidentId, engine: row.engine },
    });
    return { row, isOurs: true };
  });
}

/** Ends a diagnosis that could not be stored, so that a retry need not wait until it counts as dead. At best effort: the database may be why. */
export async function giveUpDiagnosis({ id }: DiagnosisRow): Promise<void> {
  try {
    await prisma().diagnosis.updateMany({
      where: { id, state: "running" },
      data: { state: "failed", completedAt: clock.now(), summary: "Its outcome could not be stored." },
    });
  } catch (error) {
    logger.warn(
      { error: errorText(error), diagnosisId: id },
      "A diagnosis could not even be given up; it counts as dead in a minute",
    );
  }
}
