import { publish } from "@/lib/events";
import { noteLog } from "@/lib/integrations";
import { clock } from "@/lib/platform/clock";
import { inTransaction, type Tx } from "@/lib/platform/db";
import type { WordKind } from "../contract";
import { type Outcome, waitAfter } from "../outcome";
import { queueWord } from "./queue-words";
import type { ClaimedWord, WordRow } from "./word";

type Ended = { status?: number | null; problem: string | null };

/** Settles a word back, unless somebody else has or is at it again by now, and lets those behind it go. Returns whether it was so. */
export async function endWord(
  tx: Tx,
  word: WordRow,
  state: "sent" | "failed" | "dropped",
  { status, problem }: Ended,
): Promise<boolean> {
  const { count } = await tx.wordBack.updateMany({
    // One that was dropped while it was on its way may have arrived all the same.
    where: {
      id: word.id,
      attempts: word.attempts,
      state: state === "sent" ? { in: ["waiting", "dropped"] } : "waiting",
    },
    data: {
      state,
      lastError: problem,
      nextAttemptAt: null,
      finishedAt: clock.now(),
      ...(status !== undefined && { lastStatus: status }),
    },
  });
  publish(tx, word.organizationId, "incident.changed", word.incidentId);
  const { signalId, entryId } = word;
  const next = await tx.wordBack.findMany({
    where: { signalId, state: "waiting", attempts: 0, entryId: { gt: entryId } },
    orderBy: { entryId: "asc" },
  });
  for (const one of next) queueWord(tx, one);
  return count === 1;
}

const wordsOfKind: Record<WordKind, string> = {
  acknowledge: "the acknowledgement",
  resolve: "the resolution",
  note: "a note",
};

/** Writes down what became of a try, with the job for the next one in the same transaction. */
export async function settleWord({ word, integration }: ClaimedWord, outcome: Outcome): Promise<void> {
  await inTransaction(async (tx) => {
    const { status } = outcome;
    const what = wordsOfKind[word.kind as WordKind];
    const data = { word_back_id: word.id, incident_id: word.incidentId, source_id: word.sourceId };
    if (outcome.state === "sent") {
      await endWord(tx, word, "sent", { status, problem: null });
      const message = `PagerDuty was told ${what} of its incident ${word.sourceId}`;
      await noteLog({ integration, level: "info", message, data }, tx);
      return;
    }
    const waitMs = outcome.state === "again" ? waitAfter(word.attempts, outcome.afterMs) : null;
    if (waitMs === null) {
      if (!(await endWord(tx, word, "failed", { status, problem: outcome.words }))) return;
      const message = `PagerDuty could not be told ${what} of its incident ${word.sourceId}: ${outcome.words}`;
      await noteLog({ integration, level: "error", message, data }, tx);
      return;
    }
    const nextAttemptAt = new Date(clock.now().getTime() + waitMs);
    const { count } = await tx.wordBack.updateMany({
      where: { id: word.id, state: "waiting", attempts: word.attempts },
      data: { nextAttemptAt, lastStatus: status, lastError: outcome.words },
    });
    if (count === 0) return;
    queueWord(tx, word, nextAttemptAt);
    publish(tx, word.organizationId, "incident.changed", word.incidentId);
  });
}
