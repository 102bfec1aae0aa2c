"use client"; // Can be stopped while it runs.

import { post } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { useRoleReason } from "@/components/shell/viewer";
import { Button } from "@/components/ui/button";
import { dollars } from "@/components/ui/money";
import { Notice } from "@/components/ui/notice";
import type { EvidenceView, InvestigationView } from "@/lib/diagnosis/contract";
import { Advice } from "./advice";
import { CitedText } from "./cited-text";
import { Steps } from "./steps";

type Props = {
  incidentId: string;
  investigation: InvestigationView;
  evidence: EvidenceView[];
  /** Whether the diagnosis that is shown is another one, so that nobody else says what came of this. */
  isBeside: boolean;
  onChange: () => void;
};

/** What an investigator supposes, looks at and makes of it, as it happens. Its words are shown as words: nothing in them is a link. */
export function Investigation({ incidentId, investigation, evidence, isBeside, onChange }: Props) {
  const { state, model, problem, conclusion, steps, look_next: lookNext, spent } = investigation;
  const isRunning = state === "running";
  const numbers = new Set(evidence.map(({ number }) => number));
  return (
    <section aria-label="Investigation" className="flex flex-col gap-3">
      {problem && (
        <Notice tone="warn" title="Claude came to no conclusion.">
          {problem}
        </Notice>
      )}
      {isBeside && conclusion && (
        <Notice
          tone="info"
          title={
            investigation.is_overruled
              ? "Claude came to something else, which what was measured contradicts."
              : state === "completed"
                ? "Claude ended after the incident was resolved, so what was found before stands."
                : "Claude names no cause that would take the place of what the rules found."
          }
        >
          <CitedText text={conclusion} evidence={evidence} />
        </Notice>
      )}
      {(!problem || steps.length > 0 || spent.calls > 0) && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h3 className="flex flex-wrap items-center gap-x-2 text-sm font-semibold">
            {isRunning && (
              <span
                aria-hidden="true"
                className="size-2 animate-pulse rounded-full bg-accent motion-reduce:animate-none"
              />
            )}
            {isRunning ? `${model} investigates` : "How it was investigated"}
            <span className="font-normal text-muted">{spentWords(investigation)}</span>
          </h3>
          {isRunning && <Stop incidentId={incidentId} onChange={onChange} />}
        </div>
      )}
      {isRunning && investigation.is_lost && (
        <Notice tone="warn" title="The worker that investigated was lost.">
          It begins anew by itself once a worker takes it up. Until then, what the rules found stands.
        </Notice>
      )}
      {isRunning && steps.length === 0 && (
        <p className="text-sm text-muted">
          Each step shows here as it is taken. Until there is a conclusion, what the rules found stands.
        </p>
      )}
      <Steps steps={steps} numbers={numbers} isRunning={isRunning} />
      <Advice title="Not looked at yet" items={lookNext} evidence={evidence} />
    </section>
  );
}

function Stop({ incidentId, onChange }: Pick<Props, "incidentId" | "onChange">) {
  const role = useRoleReason("respond");
  const { pending, refusal, run } = useAction<"stop">();
  const stop = async () => {
    await run("stop", () => post(`/incidents/${incidentId}/investigation/stop`));
    // Also when it had ended meanwhile.
    onChange();
  };
  return (
    <>
      <Button small tone="quiet" reason={role} busy={pending === "stop"} onClick={stop}>
        Stop
      </Button>
      {refusal && <Notice tone="bad">{refusal}</Notice>}
    </>
  );
}

/** What it has cost so far; nothing before the first answer. */
export function spentWords({ spent }: Pick<InvestigationView, "spent">): string {
  if (spent.calls === 0) return "";
  const tokens = (spent.input_tokens + spent.output_tokens).toLocaleString("en-US");
  return `${dollars(spent.usd, 3)}, ${tokens} tokens in ${spent.calls.toLocaleString("en-US")} ${spent.calls === 1 ? "answer" : "answers"}`;
}
