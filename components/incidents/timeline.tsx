import { DiamondMark, DiscMark, HalfMark, RingMark, SquareMark, TickMark, TriangleMark } from "@/components/ui/icons";
import { Ago } from "@/components/ui/time";
import { Told } from "@/components/ui/told";
import type { TimelineEntryView, TimelineKind } from "@/lib/incidents/contract";

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
} as const satisfies Record<TimelineKind, unknown>;

/** The incident's story, newest first: what is new is what one looks for. */
export function Timeline({ entries }: { entries: TimelineEntryView[] }) {
  if (entries.length === 0) return <p className="text-sm text-muted">Nothing has happened yet.</p>;
  return (
    <ol className="flex flex-col">
      {entries.toReversed().map((entry) => {
        const { Mark, colour, word } = marks[entry.kind];
        return (
          <li key={entry.id} className="relative flex gap-3 pb-4 last:pb-0">
            <span
              className="absolute top-5 bottom-0 left-[5px] w-px bg-line in-[li:last-child]:hidden"
              aria-hidden="true"
            />
            <span className={`pt-1.5 ${colour}`}>
              <Mark className="size-[11px]" />
            </span>
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-baseline gap-x-2 text-xs text-muted">
                <span className="font-semibold text-ink">{word}</span>
                <span>{entry.actor.name}</span>
                <Ago at={entry.at} className="ml-auto" />
              </p>
              <p className="text-sm whitespace-pre-wrap wrap-anywhere">
                <Told text={entry.text} />
              </p>
            </div>
          </li>
        );
      })}
    </ol>
  );
}
