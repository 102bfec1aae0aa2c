import { storable } from "@/lib/platform/storable";
import type { Held } from "./held";

/** From so many characters on, the same beginning is the same note. */
const LONG = 500;
const MOST_NOTES = 200;
const undoneBy = { acknowledge: ["unacknowledged", "reopened"], resolve: ["reopened"] } as const;

/**
 * Whether an acknowledgement or a resolution is our own, come back from the source that we told it to: word of it is on its way or has
 * been sent, and it has not been undone here before the source did it.
 */
export async function isOwnWord(
  { tx, integration, signal, at }: Held,
  kind: "acknowledge" | "resolve",
): Promise<boolean> {
  const { incidentId } = signal;
  if (incidentId === null) return false;
  const said = await tx.wordBack.findFirst({
    where: { incidentId, integrationId: integration.id, signalId: signal.id, kind, state: { in: ["waiting", "sent"] } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: { createdAt: true },
  });
  if (!said) return false;
  const undone = await tx.timelineEntry.findFirst({
    where: { incidentId, kind: { in: [...undoneBy[kind]] }, at: { gt: said.createdAt } },
    orderBy: { at: "desc" },
    select: { at: true },
  });
  return undone === null || at <= undone.at;
}

/** Whether the incident got where it is by our own hand: a person or a loop here, and not word of a source. */
export async function isOursToSay({ tx, signal }: Held, kind: "acknowledged" | "resolved"): Promise<boolean> {
  if (signal.incidentId === null) return false;
  const entry = await tx.timelineEntry.findFirst({
    where: { incidentId: signal.incidentId, kind },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    select: { actorKind: true },
  });
  return entry !== null && entry.actorKind !== "webhook";
}

/**
 * Whether a note is what we sent about this: a note, or a resolution, which the source may show as a note too. One that failed may have
 * arrived all the same.
 */
export async function isOwnNote({ tx, signal }: Held, text: string): Promise<boolean> {
  const sent = await tx.wordBack.findMany({
    where: { signalId: signal.id, kind: { in: ["note", "resolve"] }, state: { not: "dropped" } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: MOST_NOTES,
    select: { text: true },
  });
  const told = comparable(text);
  // PagerDuty cuts long notes in its webhooks.
  const start = told.length >= LONG ? told.replace(/(…|\.\.\.)$/, "") : null;
  return sent.some((note) => {
    const ours = comparable(note.text);
    return ours === told || (start !== null && ours.startsWith(start));
  });
}

/** Line ends and blank lines change on the way. */
const comparable = (text: string): string => storable(text).replace(/\s+/g, " ").trim();
