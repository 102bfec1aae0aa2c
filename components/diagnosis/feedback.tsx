"use client"; // Takes what people say of a diagnosis.

import { type FormEvent, useState } from "react";
import { post, remove } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { useRoleReason, useViewer } from "@/components/shell/viewer";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { CrossMark, TickMark } from "@/components/ui/icons";
import { Notice } from "@/components/ui/notice";
import { Ago } from "@/components/ui/time";
import { mayLeave } from "@/components/ui/unsaved";
import { useWritten } from "@/components/ui/use-unsaved";
import type { DiagnosisView, FeedbackView } from "@/lib/diagnosis/contract";

type Props = { diagnosis: DiagnosisView; onChange: () => void };

/** Whether it was right, in the words of those who know by now; and a way to say so. */
export function Feedback({ diagnosis, onChange }: Props) {
  const role = useRoleReason("respond");
  const viewer = useViewer();
  const [isWriting, setWriting] = useState(false);
  const { pending, refusal, run } = useAction<"helpful" | "wrong" | "undo">();
  const { isWritten, onInput, settle } = useWritten();
  const stop = () => {
    settle();
    setWriting(false);
  };
  const own = diagnosis.feedback.find(({ by }) => by.id === viewer.id);
  const answered = async (name: "helpful" | "wrong" | "undo", work: () => Promise<unknown>) => {
    if (!(await run(name, work))) return;
    stop();
    onChange();
  };
  const about = { diagnosis_id: diagnosis.id };
  const sayWrong = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const text = (name: string) => String(fields.get(name) ?? "").trim() || undefined;
    answered("wrong", () =>
      post("/agent/feedback", { ...about, verdict: "wrong", real_cause: text("real_cause"), comment: text("comment") }),
    );
  };
  return (
    <section aria-label="Feedback on this diagnosis" className="flex flex-col gap-2 border-t border-line pt-3">
      {diagnosis.feedback.length > 0 && (
        <ul className="flex flex-col gap-1.5">
          {diagnosis.feedback.map((one) => (
            <Word key={one.by.id} said={one} isOwn={one === own} />
          ))}
        </ul>
      )}
      {isWriting ? (
        <form onSubmit={sayWrong} onInput={onInput} className="flex flex-col gap-3">
          <Field
            label="What was the real cause?"
            name="real_cause"
            limit={500}
            autoComplete="off"
            autoFocus
            note="Leave it empty if nobody knows yet. It is shown with the next incident of this service that looks the same."
          />
          <Field label="Anything else" name="comment" limit={2_000} autoComplete="off" />
          <div className="flex flex-wrap gap-2">
            <Button type="submit" small tone="primary" busy={pending === "wrong"}>
              It was wrong
            </Button>
            <Button small tone="quiet" onClick={() => mayLeave(isWritten) && stop()}>
              Never mind
            </Button>
          </div>
        </form>
      ) : (
        <div className="flex flex-wrap items-center gap-2">
          {own ? (
            <Button
              small
              tone="quiet"
              reason={role}
              busy={pending === "undo"}
              onClick={() => answered("undo", () => remove(`/agent/feedback/${diagnosis.id}`))}
            >
              Take back what you said
            </Button>
          ) : (
            <>
              <span className="text-sm text-muted">Was this right?</span>
              <Button
                small
                reason={role}
                busy={pending === "helpful"}
                onClick={() => answered("helpful", () => post("/agent/feedback", { ...about, verdict: "helpful" }))}
              >
                Helpful
              </Button>
              <Button small reason={role} onClick={() => setWriting(true)}>
                Wrong
              </Button>
            </>
          )}
        </div>
      )}
      {refusal && <Notice tone="bad">{refusal}</Notice>}
    </section>
  );
}

function Word({ said, isOwn }: { said: FeedbackView; isOwn: boolean }) {
  const { by, verdict, real_cause: cause, comment, at } = said;
  const isHelpful = verdict === "helpful";
  return (
    <li className="flex gap-2 text-sm">
      <span className={`pt-1 ${isHelpful ? "text-ok" : "text-bad"}`}>
        {isHelpful ? <TickMark className="size-3" /> : <CrossMark className="size-3" />}
      </span>
      <p className="min-w-0 wrap-anywhere">
        {isOwn ? "You say" : `${by.name} says`} it was <strong className="font-semibold">{verdict}</strong>
        {cause && <>; the real cause: {cause}</>}
        {comment && <span className="text-muted"> {comment}</span>}{" "}
        <span className="text-xs text-muted">
          <Ago at={at} />
        </span>
      </p>
    </li>
  );
}
