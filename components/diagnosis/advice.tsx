import type { EvidenceView } from "@/lib/diagnosis/contract";
import { CitedText } from "./cited-text";

type Props = { title: string; items: string[]; evidence: EvidenceView[]; ordered?: boolean };

/** A titled list of sentences; nothing when there are none. */
export function Advice({ title, items, evidence, ordered }: Props) {
  if (items.length === 0) return null;
  const List = ordered ? "ol" : "ul";
  return (
    <div>
      <h3 className="text-sm font-semibold">{title}</h3>
      <List
        className={`mt-1 flex flex-col gap-1 pl-5 text-sm ${ordered ? "list-decimal" : "list-disc"} marker:text-muted`}
      >
        {items.map((item) => (
          <li key={item}>
            <CitedText text={item} evidence={evidence} />
          </li>
        ))}
      </List>
    </div>
  );
}
