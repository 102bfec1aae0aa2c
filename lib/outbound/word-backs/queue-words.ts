import { enqueue } from "@/lib/events";
import { clock } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { storable } from "@/lib/platform/storable";
import type { WordKind } from "../contract";
import type { Entry } from "../entry";

const kindOf: Partial<Record<string, WordKind>> = { acknowledged: "acknowledge", resolved: "resolve", note: "note" };

/**
 * Makes a word back for each thing of the incident whose source hears of it; once, however often it is called. What came from a source
 * is told to none: they would pass it back and forth.
 */
export async function queueWords(tx: Tx, entry: Entry): Promise<void> {
  const kind = kindOf[entry.kind];
  if (!kind || entry.actorKind === "webhook") return;
  const { organizationId, incidentId } = entry;
  const signals = await tx.signal.findMany({ where: { organizationId, incidentId } });
  if (signals.length === 0) return;
  const hearing = await tx.integration.findMany({
    where: {
      organizationId,
      id: { in: signals.map(({ integrationId }) => integrationId) },
      source: "pagerduty",
      hears: true,
      isPaused: false,
      deletedAt: null,
      apiTokenSealed: { not: null },
    },
    select: { id: true },
  });
  const heard = new Set(hearing.map(({ id }) => id));
  const now = clock.now();
  const text = textOf(kind, entry);
  const words = signals.flatMap((signal) => {
    const sourceId = idIn(signal.sourceRef);
    // What the source has resolved itself, it knows.
    const isKnown = signal.status === "resolved" && kind !== "note";
    if (!heard.has(signal.integrationId) || sourceId === null || isKnown) return [];
    const { id: signalId, integrationId } = signal;
    return [
      {
        ...{ id: newId(), organizationId, integrationId, incidentId, signalId, entryId: entry.id },
        ...{ kind, text, sourceId, nextAttemptAt: now, createdAt: now },
      },
    ];
  });
  const made = await tx.wordBack.createManyAndReturn({
    data: words,
    // What an earlier run of this made.
    skipDuplicates: true,
    select: { id: true, integrationId: true },
  });
  for (const word of made) queueWord(tx, word);
}

/** Queues a try, now or at a time; one that waits already is moved there. An integration gets one at a time, so that a slow one holds up no other. */
export const queueWord = (tx: Tx, { id, integrationId }: { id: string; integrationId: string }, runAt?: Date): void =>
  enqueue(
    tx,
    "send_word_back",
    { wordBackId: id },
    { runAt, jobKey: `word-back:${id}`, queue: `word-back:${integrationId}`, maxAttempts: 25 },
  );

/** What the source will show, and what its echo is told by: with the name of who wrote it, because there it stands under that of the token. */
function textOf(kind: WordKind, { text, data, actorName }: Entry): string {
  if (kind === "acknowledge") return "";
  const { resolution } = (data ?? {}) as { resolution?: unknown };
  const said = kind === "resolve" && typeof resolution === "string" ? resolution : text;
  return storable(`${said.trim()}\n\n${actorName}, in Nightshift`);
}

function idIn(sourceRef: unknown): string | null {
  const { id } = (sourceRef ?? {}) as { id?: unknown };
  return typeof id === "string" && id !== "" ? id : null;
}
