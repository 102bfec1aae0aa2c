"use client"; // What could not be said can be said once more.

import Link from "next/link";
import { post } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { useRoleReason } from "@/components/shell/viewer";
import { Badge, type Tone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { HalfMark, RingMark, TickMark, TriangleMark } from "@/components/ui/icons";
import { Notice } from "@/components/ui/notice";
import { Ago, Countdown, useIsPast } from "@/components/ui/time";
import type { WordBackView, WordKind } from "@/lib/outbound/contract";

type Look = { tone: Tone; word: string; Mark: typeof TickMark };

const looks: Record<WordBackView["state"], Look> = {
  waiting: { tone: "info", word: "Waiting", Mark: HalfMark },
  sent: { tone: "ok", word: "Sent", Mark: TickMark },
  failed: { tone: "bad", word: "Failed", Mark: TriangleMark },
  dropped: { tone: "quiet", word: "Not needed", Mark: RingMark },
};
const kinds: Record<WordKind, string> = { acknowledge: "Acknowledged", resolve: "Resolved", note: "Note" };

type Props = {
  words: WordBackView[];
  /** Away from the incident's own page, each word leads to it. */
  leadsToIncident?: boolean;
  onChange: () => void;
};

/** What was said to the sources, and how far each word came. */
export function WordBackList({ words, leadsToIncident = false, onChange }: Props) {
  const { pending, refusal, run } = useAction<string>();
  const reason = useRoleReason("respond");
  const retry = async (id: string) => {
    await run(id, () => post(`/word-backs/${id}/retry`));
    onChange();
  };
  return (
    <div className="flex flex-col gap-2">
      {refusal && <Notice tone="bad">{refusal}</Notice>}
      <ul className="divide-y divide-line">
        {words.map((word) => (
          <Word
            key={word.id}
            word={word}
            leadsToIncident={leadsToIncident}
            busy={pending === word.id}
            reason={reason}
            onRetry={() => retry(word.id)}
          />
        ))}
      </ul>
    </div>
  );
}

type WordProps = {
  word: WordBackView;
  leadsToIncident: boolean;
  busy: boolean;
  reason: string | null;
  onRetry: () => void;
};

function Word({ word, leadsToIncident, busy, reason, onRetry }: WordProps) {
  const { tone, word: said, Mark } = looks[word.state];
  return (
    <li className="flex flex-col gap-1 py-2.5 text-sm first:pt-0 last:pb-0">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge tone={tone} mark={<Mark className="size-2.5" />}>
          {said}
        </Badge>
        <span className="font-medium">{kinds[word.kind]}</span>
        {leadsToIncident ? (
          <Link href={`/incidents/${word.incident_id}`} className="text-accent underline">
            See the incident
          </Link>
        ) : (
          <span className="min-w-0 text-muted wrap-anywhere">to {word.integration}</span>
        )}
        <Ago at={word.finished_at ?? word.created_at} className="ml-auto text-xs text-muted" />
      </p>
      {word.kind === "note" && <p className="line-clamp-3 text-muted wrap-anywhere">{word.text}</p>}
      {word.problem && word.state !== "sent" && <p className="verbatim text-bad">{word.problem}</p>}
      {word.state === "waiting" && word.attempts > 0 && word.next_attempt_at && (
        <p className="text-muted">
          Tried {word.attempts === 1 ? "once" : `${word.attempts} times`}; <NextTry at={word.next_attempt_at} />.
        </p>
      )}
      {word.state === "dropped" && <p className="text-muted">It was no longer true when its turn came.</p>}
      {word.state === "failed" && (
        <div>
          <Button small busy={busy} reason={reason} onClick={onRetry}>
            Try again
            <span className="sr-only">
              {" "}
              to tell {word.integration}: {kinds[word.kind]}
            </span>
          </Button>
        </div>
      )}
    </li>
  );
}

/** When something is tried again, counting down to it. */
export function NextTry({ at }: { at: string }) {
  const isDue = useIsPast(at);
  if (isDue) return <>tried again any moment</>;
  return (
    <>
      next try in <Countdown at={at} />
    </>
  );
}
