import { Badge, type Tone } from "@/components/ui/badge";
import { CrossMark, HalfMark, TickMark } from "@/components/ui/icons";
import { Notice } from "@/components/ui/notice";
import type { EvidenceView, InvestigationStep, InvestigationView } from "@/lib/diagnosis/contract";
import { Advice } from "./advice";
import { Citation } from "./citation";

type Props = { investigation: InvestigationView; evidence: EvidenceView[] };

/** What an investigator supposes, looks at and makes of it, as it happens. Its words are shown as words: nothing in them is a link. */
export function Investigation({ investigation, evidence }: Props) {
  const { state, model, problem, steps, look_next: lookNext } = investigation;
  const isRunning = state === "running";
  const numbers = new Set(evidence.map(({ number }) => number));
  return (
    <section aria-label="Investigation" className="flex flex-col gap-3">
      <h3 className="flex flex-wrap items-center gap-2 text-sm font-semibold">
        {isRunning && (
          <span aria-hidden="true" className="size-2 animate-pulse rounded-full bg-accent motion-reduce:animate-none" />
        )}
        {isRunning ? `${model} investigates` : "How it was investigated"}
        <span className="font-normal text-muted">{spentWords(investigation)}</span>
      </h3>
      {problem && (
        <Notice tone="warn" title="Claude could not help.">
          {problem}
        </Notice>
      )}
      {steps.length > 0 && (
        <details open={isRunning} className="group">
          <summary className="cursor-pointer text-sm text-muted">
            {steps.length} {steps.length === 1 ? "step" : "steps"}
          </summary>
          <ol
            aria-live={isRunning ? "polite" : undefined}
            className="mt-2 flex flex-col gap-2 border-l border-line pl-3"
          >
            {steps.map((step) => (
              <li key={step.number} className="text-sm">
                <Step step={step} hasEvidence={step.evidence !== null && numbers.has(step.evidence)} />
              </li>
            ))}
          </ol>
        </details>
      )}
      <Advice title="Not looked at yet" items={lookNext} evidence={evidence} />
    </section>
  );
}

const verdicts: Record<string, { tone: Tone; word: string; Mark: typeof TickMark }> = {
  confirmed: { tone: "ok", word: "confirmed", Mark: TickMark },
  likely: { tone: "warn", word: "likely", Mark: HalfMark },
  rejected: { tone: "quiet", word: "ruled out", Mark: CrossMark },
};

function Step({ step, hasEvidence }: { step: InvestigationStep; hasEvidence: boolean }) {
  const { kind, text, tool, evidence, hypothesis } = step;
  if (kind === "look")
    return (
      <>
        <code className="font-mono text-xs">{tool}</code> <span className="text-muted">{text}</span>
        {hasEvidence && evidence !== null && <Citation number={evidence} />}
      </>
    );
  if (kind === "hypothesis")
    return (
      <>
        <Badge tone="info">Supposes {hypothesis?.id}</Badge> {text}
      </>
    );
  if (kind === "judgement") {
    const { tone, word, Mark } = verdicts[hypothesis?.verdict ?? ""] ?? { tone: "quiet", word: "", Mark: HalfMark };
    return (
      <>
        <Badge tone={tone} mark={<Mark className="size-2.5" />}>
          {hypothesis?.id} {word}
        </Badge>{" "}
        {text}
      </>
    );
  }
  return <span className={kind === "notice" ? "font-medium" : "text-muted italic"}>{text}</span>;
}

function spentWords({ spent }: InvestigationView): string {
  if (spent.calls === 0) return "";
  const tokens = (spent.input_tokens + spent.output_tokens).toLocaleString("en-US");
  return `$${spent.usd.toFixed(3)}, ${tokens} tokens in ${spent.calls} ${spent.calls === 1 ? "answer" : "answers"}`;
}
