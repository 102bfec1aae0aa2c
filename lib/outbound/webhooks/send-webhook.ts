import { clock } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db";
import { type Answer, guardedFetch } from "@/lib/platform/guarded-fetch";
import { version } from "@/package.json";
import { askedWaitMs, LEASE_MS, type Outcome, unanswered, wordsOf } from "../outcome";
import { queueSend } from "./queue-deliveries";
import type { Claimed } from "./row";
import { secretsOfWebhook } from "./secrets";
import { endDelivery, settleDelivery } from "./settle-delivery";
import { signatureOf } from "./signature";

const MOST_READ = 2_048;

/**
 * Makes one try at a delivery and settles what follows: it is there, it is tried again later, or it failed. Does nothing when it is
 * settled already; comes back later when it is not due or somebody else is at it. Safe to run twice, and to be killed at any moment.
 */
export async function sendWebhook({ deliveryId }: { deliveryId: string }): Promise<void> {
  const claimed = await claim(deliveryId);
  if (!claimed) return;
  const before = performance.now();
  const outcome = await attempt(claimed);
  await settleDelivery(claimed, outcome, performance.now() - before);
}

async function claim(id: string): Promise<Claimed | null> {
  return inTransaction(async (tx) => {
    const row = await tx.webhookDelivery.findUnique({ where: { id } });
    if (row?.state !== "waiting") return null;
    const webhook = await tx.webhook.findUnique({ where: { id: row.webhookId } });
    if (!webhook || webhook.deletedAt || webhook.isPaused) {
      await endDelivery(tx, row, "failed", { problem: "The webhook was paused or removed before this could be sent" });
      return null;
    }
    const now = clock.now();
    const leaseEndsAt = new Date(now.getTime() + LEASE_MS);
    const { count } = await tx.webhookDelivery.updateMany({
      where: { id, state: "waiting", attempts: row.attempts, nextAttemptAt: { lte: now } },
      data: { attempts: row.attempts + 1, nextAttemptAt: leaseEndsAt },
    });
    if (count === 1) return { ...row, attempts: row.attempts + 1, webhook };
    const dueAt = row.nextAttemptAt && row.nextAttemptAt > now ? row.nextAttemptAt : leaseEndsAt;
    queueSend(tx, row, dueAt);
    return null;
  });
}

async function attempt({ id, body, webhook }: Claimed): Promise<Outcome> {
  try {
    const secrets = secretsOfWebhook(webhook).map(({ value }) => value);
    const answer = await guardedFetch(webhook.url, {
      method: "POST",
      mostBytes: MOST_READ,
      body,
      headers: {
        "content-type": "application/json",
        "user-agent": `Nightshift/${version}`,
        "x-nightshift-signature": signatureOf(body, secrets),
        "x-webhook-id": id,
        "x-webhook-subscription": webhook.id,
      },
    });
    return outcomeOf(answer);
  } catch (error) {
    return unanswered(error);
  }
}

function outcomeOf({ status, headers, text }: Answer): Outcome {
  if (status >= 200 && status < 300) return { state: "sent", status };
  if (status >= 300 && status < 400)
    return {
      state: "failed",
      status,
      words: `It answered ${status}, which leads elsewhere; enter that address instead`,
    };
  const words = wordsOf(`It answered ${status}${text.trim() && `: ${text}`}`);
  if ([408, 425, 429].includes(status) || status >= 500)
    return { state: "again", status, words, afterMs: askedWaitMs(headers) };
  return { state: "failed", status, words };
}
