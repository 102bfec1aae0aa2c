import { addNoteIn, joinIncidentIn, tellOfIncident } from "@/lib/incidents";
import { Severity } from "@/lib/incidents/contract";
import { sourceTitles } from "@/lib/integrations/contract";
import { storable } from "@/lib/platform/storable";
import { isOwnNote } from "./echo";
import type { Applied, Held } from "./held";

/** Somebody wrote a note at the source. */
export async function note(held: Held): Promise<Applied> {
  const { tx, ctx, signal } = held;
  const { incidentId } = signal;
  const text = wordsOf(held);
  if (incidentId === null || text === "") return { outcome: "ignored", incidentId };
  if (await isOwnNote(held, text)) return { outcome: "echo", incidentId };
  if (await isTold(held, "note", text)) return { outcome: "repeated", incidentId };
  addNoteIn(tx, ctx, { incidentId, text, data: { said_at: saidAt(held) } });
  return { outcome: "noted", incidentId };
}

/** Something changed about it at the source that does not change where it stands; a severity that rises here too. */
export async function change(held: Held): Promise<Applied> {
  const { tx, ctx, integration, alert, severity, signal } = held;
  const { incidentId } = signal;
  if (incidentId === null) return { outcome: "ignored", incidentId };
  const reporter = sourceTitles[integration.source];
  const text = `${reporter}: ${wordsOf(held)}`;
  if (await isTold(held, "changed", text)) return { outcome: "repeated", incidentId };
  tellOfIncident(tx, ctx, "change-at-source", {
    incidentId,
    kind: "changed",
    text,
    data: { said_at: saidAt(held) },
  });
  const rises =
    alert.severity !== null &&
    Severity.options.indexOf(severity) < Severity.options.indexOf(Severity.parse(signal.severity));
  if (rises) {
    await tx.signal.update({ where: { id: signal.id }, data: { severity } });
    await joinIncidentIn(
      tx,
      ctx,
      { incidentId, isByPeople: true },
      {
        source: integration.source,
        reporter,
        ...(await wordsOfIncident(held, incidentId)),
        severity,
        errorLogs: [],
        metricsSnapshot: {},
        health: null,
      },
    );
  }
  return { outcome: "noted", incidentId };
}

/** It is called what it was called before: a change of how bad it is brings no words of its own. */
const wordsOfIncident = ({ tx }: Held, id: string) =>
  tx.incident.findUniqueOrThrow({ where: { id }, select: { title: true, description: true } });

const wordsOf = ({ alert }: Held): string => (alert.description.trim() || alert.title.trim()).slice(0, 10_000);

/** The source's own time tells one saying from another with the same words. */
const saidAt = ({ at }: Held): string => at.toISOString();

/** A delivery that is sent again, or replayed by a person, says nothing new. */
async function isTold({ tx, ctx, signal, ...held }: Held, kind: string, text: string): Promise<boolean> {
  const { incidentId } = signal;
  if (incidentId === null) return false;
  const said = await tx.timelineEntry.count({
    where: {
      incidentId,
      kind,
      actorName: ctx.actor.name,
      text: storable(text),
      data: { path: ["said_at"], equals: saidAt({ ...held, tx, ctx, signal }) },
    },
  });
  return said > 0;
}
