import type { TimelineEntryView } from "@/lib/incidents/contract";

/** What stands in one place of the story: an entry, or a run of alerts that joined one after another. */
export type Told = { kind: "entry"; entry: TimelineEntryView } | { kind: "joined"; entries: TimelineEntryView[] };

/** Fewer than this are told one by one. */
const FOLDED_FROM = 4;

/** The story, newest first, with each long run of joined alerts in one place: five hundred of them say little more than one and a number. */
export function foldTimeline(entries: readonly TimelineEntryView[]): Told[] {
  const told: Told[] = [];
  let run: TimelineEntryView[] = [];
  const endRun = () => {
    if (run.length >= FOLDED_FROM) told.push({ kind: "joined", entries: run });
    else told.push(...run.map((entry): Told => ({ kind: "entry", entry })));
    run = [];
  };
  for (const entry of entries.toReversed()) {
    if (entry.kind === "joined") run.push(entry);
    else {
      endRun();
      told.push({ kind: "entry", entry });
    }
  }
  endRun();
  return told;
}

/** What a place is called while the story grows: a run grows at its newest end. */
export const keyOf = (told: Told): string =>
  told.kind === "entry" ? told.entry.id : `run ${told.entries.at(-1)?.id ?? ""}`;
