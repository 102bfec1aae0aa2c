import { Badge, type Tone } from "@/components/ui/badge";
import { CrossMark, HalfMark, TickMark } from "@/components/ui/icons";
import type { DiagnosisView, Hypothesis } from "@/lib/diagnosis/contract";
import { Citation } from "./citation";
import { CitedText } from "./cited-text";

const verdicts = {
  confirmed: { tone: "ok", word: "Confirmed", Mark: TickMark },
  likely: { tone: "warn", word: "Likely", Mark: HalfMark },
  rejected: { tone: "quiet", word: "Ruled out", Mark: CrossMark },
} as const satisfies Record<Hypothesis["verdict"], { tone: Tone; word: string; Mark: typeof TickMark }>;

type Considered = Pick<DiagnosisView, "engine" | "root_cause" | "hypotheses" | "evidence">;

export function Hypotheses({ diagnosis }: { diagnosis: Considered }) {
  const numberOf = new Map(diagnosis.evidence.map(({ id, number }) => [id, number]));
  return (
    <ol className="flex flex-col divide-y divide-line">
      {diagnosis.hypotheses.map((hypothesis) => {
        const { tone, word, Mark } = verdicts[hypothesis.verdict];
        const isRoot = hypothesis.statement === diagnosis.root_cause?.statement;
        const percent = Math.round(hypothesis.confidence * 100);
        return (
          <li
            key={`${hypothesis.component} ${hypothesis.fault}`}
            className="flex flex-col gap-1 py-2.5 first:pt-0 last:pb-0"
          >
            <div className="flex flex-wrap items-center gap-2">
              <Badge tone={tone} mark={<Mark className="size-2.5" />}>
                {word}
              </Badge>
              <span className="text-sm text-muted">
                <code className="font-mono text-xs">{hypothesis.fault}</code> in {hypothesis.component}
              </span>
              <span className="ml-auto flex items-center gap-2 text-xs text-muted">
                <span className="h-1.5 w-16 overflow-hidden rounded-full bg-line" aria-hidden="true">
                  <span className="block h-full rounded-full bg-accent" style={{ width: `${percent}%` }} />
                </span>
                {percent} % sure
              </span>
            </div>
            <p className={hypothesis.verdict === "rejected" ? "text-sm text-muted" : "text-sm"}>
              <CitedText text={isRoot ? "As concluded above." : hypothesis.statement} evidence={diagnosis.evidence} />
              {hypothesis.evidence.map((id) => {
                const number = numberOf.get(id);
                return number !== undefined && !hypothesis.statement.includes(`[${number}]`) ? (
                  <Citation key={id} number={number} />
                ) : null;
              })}
            </p>
            {hypothesis.verdict !== "rejected" && hypothesis.disproof !== "" && (
              <p className="text-xs text-muted">
                {diagnosis.engine === "claude" ? "How it was tested" : "What would disprove it"}: {hypothesis.disproof}
              </p>
            )}
          </li>
        );
      })}
    </ol>
  );
}
