import { recordAudit } from "@/lib/audit";
import { publish } from "@/lib/events";
import { addTimelineEntry } from "@/lib/incidents";
import { untilDatabaseAnswers } from "@/lib/platform/database-down";
import { inTransaction, prisma } from "@/lib/platform/db";
import { errorText } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";
import { redact } from "@/lib/platform/redact";
import type { Claim } from "./claim";
import { finish } from "./finish";
import { giveUp } from "./give-up";
import { holdLease } from "./lease";
import { offerUndo } from "./offer-undo";
import { loadRun } from "./prepare-run";
import type { Run } from "./run";
import { settle } from "./settle";

/**
 * Settles an execution in doubt by looking at its target: whether a command was started at all, whether one still runs (it is ended,
 * because nobody watches it), and whether the service is healthy. No command is run again.
 */
export async function reconcile(claim: Claim): Promise<void> {
  const lease = holdLease(claim);
  try {
    const run = await untilDatabaseAnswers(() => loadRun(claim, lease), lease.lost).catch((error: unknown) =>
      giveUp(claim, lease, error),
    );
    if (!run) return;
    const steps = await prisma().executionStep.findMany({
      where: { executionId: claim.id },
      orderBy: { intendedAt: "asc" },
    });
    if (steps.length === 0) return await putBack(run);
    run.hasStarted = true;
    const ending = await settle(run, steps);
    await finish(run, await offerUndo(run, ending));
  } catch (error) {
    if (!lease.lost.aborted)
      logger.error(
        { executionId: claim.id, error: redact(errorText(error)) },
        "An execution could not be reconciled; it is tried again",
      );
  } finally {
    await lease.release();
  }
}

/** Nothing was started and the permit is unused, so nothing can have happened: the execution waits for a worker as before. */
async function putBack(run: Run): Promise<void> {
  const { claim, writer } = run;
  writer.add({
    phase: "thinking",
    status: "running",
    message: "The worker went silent before it had started any command. The execution goes back into the queue",
  });
  await writer.flush();
  await untilDatabaseAnswers(
    () =>
      inTransaction(async (tx) => {
        const { count } = await tx.execution.updateMany({
          where: { id: claim.id, epoch: claim.epoch, state: "unknown" },
          data: { state: "queued", workerId: null, leaseUntil: null, epoch: { increment: 1 } },
        });
        if (count === 0) return;
        addTimelineEntry(tx, run.ctx, {
          incidentId: claim.incidentId,
          kind: "execution",
          text: "Nothing had been started, so nothing has happened: it waits for a worker again",
          data: { execution_id: claim.id },
        });
        publish(tx, claim.organizationId, "execution.changed", claim.id);
        recordAudit(tx, run.ctx, {
          verb: "execution.requeue",
          subject: { kind: "execution", id: claim.id },
          data: { incident_id: claim.incidentId },
        });
      }),
    run.lease.lost,
  );
}
