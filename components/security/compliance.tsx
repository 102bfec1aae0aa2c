import { Badge, type Tone } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import { Exact } from "@/components/ui/time";
import { Told } from "@/components/ui/told";
import type { ComplianceCheck, ComplianceReport } from "@/lib/security/contract";

const looks: Record<ComplianceCheck["state"], { tone: Tone; word: string; mark: string }> = {
  failed: { tone: "bad", word: "Failed", mark: "✕" },
  attention: { tone: "warn", word: "Needs attention", mark: "!" },
  passed: { tone: "ok", word: "Passed", mark: "✓" },
  informative: { tone: "quiet", word: "For information", mark: "i" },
};
const order = ["failed", "attention", "passed", "informative"] as const;

/** What was checked and what was found. What needs somebody comes first. */
export function Compliance({ report }: { report: ComplianceReport }) {
  const { counts } = report;
  const sorted = order.flatMap((state) => report.checks.filter((check) => check.state === state));
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div>
          <h1 className="text-xl font-semibold tracking-tight">Compliance report</h1>
          <p className="text-sm text-muted">
            {report.organization.name}, <Exact at={report.from} /> to <Exact at={report.to} />
          </p>
          <p className="mt-1 text-sm">{`${counts.failed} failed, ${counts.attention} need attention, ${counts.passed} passed, ${counts.informative} for information`}</p>
        </div>
        <CopyButton text={report.text} label="Copy as text" />
      </div>
      <ul className="divide-y divide-line rounded-xl border border-line bg-surface">
        {sorted.map((check) => (
          <li key={check.id} className="flex flex-col gap-1 px-4 py-3">
            <p className="flex flex-wrap items-center gap-2 font-medium">
              <State state={check.state} /> {check.title}
            </p>
            <p className="text-sm wrap-anywhere">
              <Told text={check.found} />
            </p>
            <details className="text-xs text-muted">
              <summary className="inline-flex min-h-8 cursor-pointer items-center underline decoration-dotted underline-offset-2">
                What was checked
              </summary>
              <p className="mt-1 max-w-3xl">{check.checked}.</p>
            </details>
          </li>
        ))}
      </ul>
    </>
  );
}

function State({ state }: { state: ComplianceCheck["state"] }) {
  const { tone, word, mark } = looks[state];
  return (
    <Badge tone={tone} mark={<span aria-hidden="true">{mark}</span>}>
      {word}
    </Badge>
  );
}
