import Link from "next/link";
import { CheckIcon, CrossIcon } from "@/components/ui/icons";
import type { TestReport } from "@/lib/outbound/contract";

/** How far a test came, step by step. */
export function TestResult({
  report: { has_passed: hasPassed, steps, incident_id: incidentId },
}: {
  report: TestReport;
}) {
  return (
    <section
      aria-label="Result of the test"
      className={`rounded-lg border px-3 py-2.5 text-sm ${hasPassed ? "border-ok/40 bg-ok-soft" : "border-bad/40 bg-bad-soft"}`}
    >
      <p role="status" className={`font-semibold ${hasPassed ? "text-ok" : "text-bad"}`}>
        {hasPassed ? "The test passed." : "The test did not pass."}
      </p>
      <ol className="mt-1 flex flex-col gap-1">
        {steps.map(({ text, has_passed, detail }) => (
          <li key={text} className="flex gap-2">
            <span className={`pt-0.5 ${has_passed ? "text-ok" : "text-bad"}`}>
              {has_passed ? <CheckIcon /> : <CrossIcon />}
              <span className="sr-only">{has_passed ? "Yes: " : "No: "}</span>
            </span>
            <span className="min-w-0 wrap-anywhere">
              {text}
              {detail && <span className="text-muted">: {detail}</span>}
            </span>
          </li>
        ))}
      </ol>
      {incidentId && (
        <p className="mt-1.5">
          <Link href={`/incidents/${incidentId}`} className="font-medium text-accent underline">
            The incident that it opened and resolved
          </Link>
        </p>
      )}
    </section>
  );
}
