import { Ago } from "@/components/ui/time";
import type { EvidenceView } from "@/lib/diagnosis/contract";
import { evidenceAnchor } from "./cited-text";

/** What was observed, numbered, with the exact command it came from. */
export function EvidenceList({ evidence }: { evidence: EvidenceView[] }) {
  return (
    <ol className="flex flex-col gap-3">
      {evidence.map((item) => (
        <li
          key={item.id}
          id={evidenceAnchor(item.number)}
          tabIndex={-1}
          className="scroll-mt-20 overflow-hidden rounded-lg border border-line target:border-accent target:ring-1 target:ring-accent"
        >
          <div className="flex flex-wrap items-baseline gap-x-2 bg-sunken px-3 py-1.5 text-sm">
            <span className="font-semibold text-accent">{item.number}</span>
            <span className="font-medium">{item.source}</span>
            <Ago at={item.collected_at} className="ml-auto text-xs text-muted" />
          </div>
          <p className="verbatim border-t border-line px-3 py-1.5 text-muted">$ {item.command}</p>
          <pre className="verbatim max-h-56 overflow-y-auto border-t border-line px-3 py-2">{item.excerpt}</pre>
        </li>
      ))}
    </ol>
  );
}
