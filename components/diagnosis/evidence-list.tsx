import { ChevronIcon } from "@/components/ui/icons";
import { Ago } from "@/components/ui/time";
import type { EvidenceView } from "@/lib/diagnosis/contract";
import { evidenceAnchor } from "./citation";
import { EvidenceText } from "./evidence-text";

/** What was observed, numbered, with the exact command it came from. Closed until it is asked for or cited. */
export function EvidenceList({ evidence, of }: { evidence: EvidenceView[]; of?: string }) {
  return (
    <ol className="divide-y divide-line overflow-hidden rounded-lg border border-line">
      {evidence.map((item) => (
        <li key={item.id}>
          <details id={evidenceAnchor(item.number, of)} className="group scroll-mt-20 target:bg-accent-soft">
            <summary className="flex min-h-9 items-center gap-2 px-3 py-1 text-sm focus-visible:-outline-offset-2">
              <ChevronIcon className="size-3.5 text-muted motion-safe:transition-transform group-open:rotate-180" />
              <span className="w-5 text-right font-semibold text-accent">{item.number}</span>
              <code className="min-w-0 flex-1 truncate font-mono text-xs">{item.command}</code>
              <span className="text-xs text-muted max-sm:hidden">{item.source}</span>
            </summary>
            <div className="border-t border-line bg-surface px-3 py-2">
              <p className="flex flex-wrap gap-x-2 text-xs text-muted">
                <span>{item.source}</span>
                <Ago at={item.collected_at} className="ml-auto" />
              </p>
              <p className="verbatim text-muted">$ {item.command}</p>
              <EvidenceText {...item} />
            </div>
          </details>
        </li>
      ))}
    </ol>
  );
}
