import { recordAudit } from "@/lib/audit";
import { systemCtx } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { inTransaction, type Tx } from "@/lib/platform/db";
import { type Outcome, waitAfter } from "../outcome";
import { GONE, GONE_WORDS } from "./gone";
import { queueSend } from "./queue-deliveries";
import type { Claimed } from "./row";

type Ended = { status?: number | null; problem: string | null; durationMs?: number };
type Delivery = { id: string; attempts: number };

/** Settles a delivery, unless somebody else has or is at it again by now. */
export async function endDelivery(tx: Tx, { id, attempts }: Delivery, state: "sent" | "failed", ended: Ended) {
  await tx.webhookDelivery.updateMany({
    where: { id, state: "waiting", attempts },
    data: {
      state,
      nextAttemptAt: null,
      finishedAt: clock.now(),
      lastError: ended.problem,
      ...(ended.status !== undefined && { lastStatus: ended.status }),
      ...(ended.durationMs !== undefined && { durationMs: ended.durationMs }),
    },
  });
}

/** Writes down what became of a try, with the job for the next one in the same transaction. */
export async function settleDelivery(claimed: Claimed, outcome: Outcome, durationMs: number): Promise<void> {
  await inTransaction(async (tx) => {
    const { status } = outcome;
    if (outcome.state === "sent") return endDelivery(tx, claimed, "sent", { status, problem: null, durationMs });
    // Somebody waits for the outcome of a test; one that comes hours later helps nobody.
    const isTest = claimed.entryId === null;
    const waitMs = outcome.state === "again" && !isTest ? waitAfter(claimed.attempts, outcome.afterMs) : null;
    if (waitMs === null) {
      await endDelivery(tx, claimed, "failed", { status, problem: outcome.words, durationMs });
      if (status === GONE) await pauseGone(tx, claimed);
      return;
    }
    const nextAttemptAt = new Date(clock.now().getTime() + waitMs);
    const { count } = await tx.webhookDelivery.updateMany({
      where: { id: claimed.id, state: "waiting", attempts: claimed.attempts },
      data: { nextAttemptAt, lastStatus: status, lastError: outcome.words, durationMs },
    });
    if (count === 1) queueSend(tx, claimed, nextAttemptAt);
  });
}

async function pauseGone(tx: Tx, { organizationId, webhookId, webhook }: Claimed): Promise<void> {
  const now = clock.now();
  const { count } = await tx.webhook.updateMany({
    where: { id: webhookId, isPaused: false, url: webhook.url },
    data: { isPaused: true, goneAt: now, updatedAt: now, updatedBy: "Nightshift" },
  });
  if (count === 0) return;
  recordAudit(tx, systemCtx(organizationId, "send-webhook"), {
    verb: "webhook.change",
    subject: { kind: "webhook", id: webhookId },
    data: { before: { is_paused: false }, after: { is_paused: true }, reason: GONE_WORDS },
  });
}
