"use client"; // A long story is shown little by little.

import Link from "next/link";
import { type ReactNode, useState } from "react";
import {
  ChevronIcon,
  DiamondMark,
  DiscMark,
  HalfMark,
  RingMark,
  SquareMark,
  TickMark,
  TriangleMark,
} from "@/components/ui/icons";
import { MoreButton, useMore } from "@/components/ui/more";
import { Ago } from "@/components/ui/time";
import { Told } from "@/components/ui/told";
import type { TimelineEntryView, TimelineKind } from "@/lib/incidents/contract";
import { foldTimeline, keyOf } from "./fold-timeline";

const marks = {
  opened: { Mark: DiscMark, colour: "text-bad", word: "Opened" },
  joined: { Mark: RingMark, colour: "text-muted", word: "Joined" },
  acknowledged: { Mark: HalfMark, colour: "text-warn", word: "Acknowledged" },
  unacknowledged: { Mark: DiscMark, colour: "text-bad", word: "Unacknowledged" },
  resolved: { Mark: TickMark, colour: "text-ok", word: "Resolved" },
  reopened: { Mark: DiscMark, colour: "text-bad", word: "Reopened" },
  changed: { Mark: RingMark, colour: "text-muted", word: "Changed" },
  note: { Mark: SquareMark, colour: "text-accent", word: "Note" },
  diagnosis: { Mark: DiamondMark, colour: "text-accent", word: "Diagnosis" },
  solution: { Mark: DiamondMark, colour: "text-accent", word: "Solution" },
  proposal: { Mark: DiamondMark, colour: "text-accent", word: "Proposal" },
  decision: { Mark: HalfMark, colour: "text-accent", word: "Decision" },
  execution: { Mark: DiscMark, colour: "text-accent", word: "Run" },
  escalated: { Mark: TriangleMark, colour: "text-bad", word: "Given back" },
  feedback: { Mark: SquareMark, colour: "text-accent", word: "Feedback" },
} as const satisfies Record<TimelineKind, unknown>;

const AT_ONCE = 30;

/** The incident's story, newest first: what is new is what one looks for. */
export function Timeline({ entries }: { entries: TimelineEntryView[] }) {
  const more = useMore(foldTimeline(entries), AT_ONCE);
  if (entries.length === 0) return <p className="text-sm text-muted">Nothing has happened yet.</p>;
  return (
    <div>
      <ol className="flex flex-col">
        {more.shown.map((told) =>
          told.kind === "entry" ? (
            <Entry key={keyOf(told)} entry={told.entry} by={told.entry.actor.name}>
              <EntryText text={told.entry.text} />
              <Origin entry={told.entry} />
            </Entry>
          ) : (
            <Joined key={keyOf(told)} entries={told.entries} />
          ),
        )}
      </ol>
      {more.left > 0 && (
        <p className="mt-4">
          <MoreButton more={more} of="of the timeline" />
        </p>
      )}
    </div>
  );
}

type EntryProps = { entry: TimelineEntryView; by: string; children: ReactNode };

function Entry({ entry, by, children }: EntryProps) {
  const { Mark, colour, word } = marks[entry.kind];
  return (
    <li className="relative flex gap-3 pb-4 last:pb-0">
      <span className="absolute top-5 bottom-0 left-[5px] w-px bg-line in-[li:last-child]:hidden" aria-hidden="true" />
      <span className={`pt-1.5 ${colour}`}>
        <Mark className="size-[11px]" />
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2 text-xs text-muted">
          <span className="font-semibold text-ink">{word}</span>
          <span>{by}</span>
          <Ago at={entry.at} className="ml-auto" />
        </p>
        {children}
      </div>
    </li>
  );
}

/** Where to read on, of what was done for another incident. */
function Origin({ entry: { data } }: { entry: TimelineEntryView }) {
  if (typeof data.of_incident !== "string" || typeof data.of_number !== "number") return null;
  return (
    <Link href={`/incidents/${data.of_incident}`} className="text-sm font-medium text-accent">
      Incident #{data.of_number}
    </Link>
  );
}

const EntryText = ({ text }: { text: string }) => (
  <p className="text-sm whitespace-pre-wrap wrap-anywhere">
    <Told text={text} />
  </p>
);

/** A run of alerts that joined: how many, and the newest of them; the rest when it is opened. */
function Joined({ entries }: { entries: TimelineEntryView[] }) {
  const [newest, ...older] = entries;
  const [isOpen, setOpen] = useState(false);
  const more = useMore(older, AT_ONCE);
  if (!newest) return null;
  const names = [...new Set(entries.map(({ actor }) => actor.name))];
  return (
    <Entry entry={newest} by={names.length > 2 ? `${names.length} reporters` : names.join(" and ")}>
      <EntryText text={newest.text} />
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="flex min-h-8 cursor-pointer items-center gap-1 text-sm font-medium text-accent"
      >
        <ChevronIcon className={`size-4 motion-safe:transition-transform ${isOpen ? "rotate-180" : ""}`} />
        and {older.length.toLocaleString("en")} before it
      </button>
      {isOpen && (
        <>
          <ul className="mb-2 flex flex-col gap-2 border-l border-line pl-3">
            {more.shown.map((entry) => (
              <li key={entry.id}>
                <Ago at={entry.at} className="text-xs text-muted" />
                <EntryText text={entry.text} />
              </li>
            ))}
          </ul>
          <MoreButton more={more} of="of these" />
        </>
      )}
    </Entry>
  );
}
