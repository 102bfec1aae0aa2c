import type { EvidenceView } from "@/lib/diagnosis/contract";
import { partsOf } from "./citations";

export const evidenceAnchor = (number: number) => `evidence-${number}`;

/** A small link to a numbered piece of evidence on the same page. */
export function Citation({ number }: { number: number }) {
  return (
    <a
      href={`#${evidenceAnchor(number)}`}
      className="mx-0.5 rounded bg-accent-soft px-1 text-xs font-semibold text-accent no-underline hover:underline"
    >
      <span className="sr-only">Evidence </span>
      {number}
    </a>
  );
}

/** A sentence whose [n] lead to the evidence. Nothing else in it becomes a link or markup. */
export function CitedText({ text, evidence }: { text: string; evidence: EvidenceView[] }) {
  const parts = partsOf(text, new Set(evidence.map(({ number }) => number)));
  let at = 0;
  return parts.map((part) => {
    // The position in the sentence names a part; parts never move.
    const key = at++;
    return part.kind === "text" ? <span key={key}>{part.text}</span> : <Citation key={key} number={part.number} />;
  });
}
