import { Badge, type Tone } from "@/components/ui/badge";
import { ChevronIcon, CrossMark, HalfMark, TickMark } from "@/components/ui/icons";
import type { InvestigationStep } from "@/lib/diagnosis/contract";
import { Citation } from "./citation";

type Props = {
  steps: InvestigationStep[];
  /** The evidence that the page shows, by its numbers. */
  numbers: ReadonlySet<number>;
  isRunning: boolean;
  /** Whose evidence it is, see `evidenceAnchor`. */
  of?: string;
};

/** What an investigator did, step by step: open while it is at it. */
export function Steps({ steps, numbers, isRunning, of }: Props) {
  if (steps.length === 0) return null;
  return (
    <details open={isRunning} className="group">
      <summary className="flex min-h-8 cursor-pointer items-center gap-1 text-sm text-muted">
        <ChevronIcon className="size-4 motion-safe:transition-transform group-open:rotate-180" />
        {steps.length} {steps.length === 1 ? "step" : "steps"}
      </summary>
      <ol
        aria-live={isRunning ? "polite" : undefined}
        className="mt-1 ml-2 flex flex-col gap-2 border-l border-line pl-3"
      >
        {steps.map((step) => (
          <li key={step.number} className="text-sm">
            <Step step={step} hasEvidence={step.evidence !== null && numbers.has(step.evidence)} of={of} />
          </li>
        ))}
      </ol>
    </details>
  );
}

const verdicts: Record<string, { tone: Tone; word: string; Mark: typeof TickMark }> = {
  confirmed: { tone: "ok", word: "confirmed", Mark: TickMark },
  likely: { tone: "warn", word: "likely", Mark: HalfMark },
  rejected: { tone: "quiet", word: "ruled out", Mark: CrossMark },
};

function Step({ step, hasEvidence, of }: { step: InvestigationStep; hasEvidence: boolean; of?: string }) {
  const { kind, text, tool, evidence, hypothesis } = step;
  if (kind === "look")
    return (
      <>
        <code className="font-mono text-xs">{tool}</code> <span className="text-muted">{text}</span>
        {hasEvidence && evidence !== null && <Citation number={evidence} of={of} />}
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
