"use client"; // Can be taken back while it waits.

import { remove } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { useRoleReason } from "@/components/shell/viewer";
import { Button } from "@/components/ui/button";
import { ChevronIcon } from "@/components/ui/icons";
import { Notice } from "@/components/ui/notice";
import { Ago } from "@/components/ui/time";
import type { QuestionView } from "@/lib/diagnosis/contract";
import { CitedText } from "./cited-text";
import { EvidenceList } from "./evidence-list";
import { spentWords } from "./investigation";
import { Steps } from "./steps";

/** A question with its answer, or with what is done about it now. */
export function Question({ question, onChange }: { question: QuestionView; onChange: () => void }) {
  const { id, state, answer, not_known: notKnown, problem, evidence, steps } = question;
  const role = useRoleReason("respond");
  const { pending, refusal, run } = useAction<"withdraw">();
  const isOpen = state === "waiting" || state === "running";
  const withdraw = async () => {
    await run("withdraw", () => remove(`/questions/${id}`));
    onChange();
  };
  return (
    <article className="flex flex-col gap-2 wrap-anywhere">
      <h3 className="text-sm font-semibold whitespace-pre-wrap">{question.question}</h3>
      <p className="flex flex-wrap gap-x-2 text-xs text-muted">
        <span>
          {question.asked_by.name}, <Ago at={question.asked_at} />
        </span>
        {question.model && <span>{question.model}</span>}
        <span>{spentWords(question)}</span>
      </p>
      {isOpen && (
        <div role="status" className="flex flex-wrap items-center gap-2 text-sm text-muted">
          <span aria-hidden="true" className="size-2 animate-pulse rounded-full bg-accent motion-reduce:animate-none" />
          {state === "waiting"
            ? "Waits for its turn"
            : question.is_lost
              ? "The worker that was at it was lost; it begins anew by itself"
              : "Looking for the answer…"}
          <Button small tone="quiet" reason={role} busy={pending === "withdraw"} onClick={withdraw}>
            Take back
          </Button>
        </div>
      )}
      {answer.length > 0 && (
        <p className="text-sm">
          <CitedText text={answer.join(" ")} evidence={evidence} of={id} />
        </p>
      )}
      {notKnown.length > 0 && (
        <div className="text-sm">
          <h4 className="font-medium">Not known</h4>
          <ul className="list-disc pl-5 text-muted">
            {notKnown.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </div>
      )}
      {problem && (
        <Notice tone="warn" title="There is no answer.">
          {problem}
        </Notice>
      )}
      {state === "withdrawn" && <p className="text-sm text-muted">Taken back before there was an answer.</p>}
      {refusal && <Notice tone="bad">{refusal}</Notice>}
      <Steps steps={steps} numbers={new Set(evidence.map(({ number }) => number))} isRunning={isOpen} of={id} />
      {evidence.length > 0 && (
        <details className="group/evidence">
          <summary className="flex min-h-8 cursor-pointer items-center gap-1 text-sm text-muted">
            <ChevronIcon className="size-4 motion-safe:transition-transform group-open/evidence:rotate-180" />
            Evidence ({evidence.length})
          </summary>
          <EvidenceList evidence={evidence} of={id} />
        </details>
      )}
    </article>
  );
}
