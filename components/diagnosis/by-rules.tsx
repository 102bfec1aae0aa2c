import { ChevronIcon } from "@/components/ui/icons";
import { Notice } from "@/components/ui/notice";
import type { DiagnosisView } from "@/lib/diagnosis/contract";
import { CitedText } from "./cited-text";
import { Hypotheses } from "./hypotheses";

/** What the rules make of an incident of which Claude speaks: what bears it out, and what contradicts it. */
export function ByRules({ diagnosis }: { diagnosis: DiagnosisView }) {
  const { by_rules: rules, evidence } = diagnosis;
  if (!rules || (rules.says === "nothing" && rules.hypotheses.length === 0)) return null;
  return (
    <section aria-label="What the rules found" className="flex flex-col gap-2">
      {rules.says === "same_cause" && (
        <div className="text-sm">
          <h3 className="font-semibold">
            {rules.root_cause?.is_measured ? "What the rules measured" : "What the rules found"}
          </h3>
          <p>
            <CitedText text={rules.root_cause?.statement ?? ""} evidence={evidence} />
          </p>
        </div>
      )}
      {rules.says === "other_cause" && (
        <Notice tone="warn" title="The rules name another cause.">
          <CitedText text={rules.root_cause?.statement ?? ""} evidence={evidence} />
        </Notice>
      )}
      {rules.says === "no_fault" && (diagnosis.root_cause || diagnosis.state === "inconclusive") && (
        <Notice tone="warn" title="What was measured speaks for no fault.">
          <CitedText text={rules.summary} evidence={evidence} />
        </Notice>
      )}
      {rules.hypotheses.length > 0 && (
        <details className="group">
          <summary className="flex min-h-8 cursor-pointer items-center gap-1 text-sm text-muted">
            <ChevronIcon className="size-4 motion-safe:transition-transform group-open:rotate-180" />
            What the rules considered ({rules.hypotheses.length})
          </summary>
          <div className="mt-2">
            <Hypotheses diagnosis={{ ...rules, engine: "rules", evidence }} />
          </div>
        </details>
      )}
    </section>
  );
}
