import { Told } from "@/components/ui/told";
import type { EvidenceView } from "@/lib/diagnosis/contract";
import { Citation } from "./citation";
import { partsOf } from "./citations";

/** A sentence whose [n] lead to the evidence. Nothing else in it becomes a link or markup. */
export function CitedText({ text, evidence, of }: { text: string; evidence: EvidenceView[]; of?: string }) {
  const parts = partsOf(text, new Set(evidence.map(({ number }) => number)));
  let at = 0;
  return parts.map((part) => {
    // The position in the sentence names a part; parts never move.
    const key = at++;
    return part.kind === "text" ? (
      <Told key={key} text={part.text} />
    ) : (
      <Citation key={key} number={part.number} of={of} />
    );
  });
}
