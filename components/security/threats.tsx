import { Card } from "@/components/ui/card";
import { Ago } from "@/components/ui/time";
import { Told } from "@/components/ui/told";
import type { Threat, ThreatReport } from "@/lib/security/contract";
import { SeverityBadge } from "./severity-badge";

/** What the rules found, and what they looked for: nothing found means something only with both. */
export function Threats({ report }: { report: ThreatReport }) {
  const examined = `${report.events_examined} events of ${report.days} days${report.is_complete ? "" : ", the newest ones"}`;
  return (
    <Card title="Threats" note={examined}>
      {report.threats.length === 0 ? (
        <p className="text-sm text-muted">{`None of ${report.rules.length} rules found anything.`}</p>
      ) : (
        <ul className="flex flex-col divide-y divide-line">
          {report.threats.map((threat) => (
            <Row key={`${threat.rule} ${threat.subject.id} ${threat.first_at}`} threat={threat} />
          ))}
        </ul>
      )}
      <details className="mt-3 text-sm">
        <summary className="inline-flex min-h-8 cursor-pointer items-center text-muted underline decoration-dotted underline-offset-2">
          What is looked for
        </summary>
        <dl className="mt-2 grid gap-x-4 gap-y-1.5 sm:grid-cols-[16rem_1fr]">
          {report.rules.map((rule) => (
            <div key={rule.id} className="contents">
              <dt className="font-medium">{rule.title}</dt>
              <dd className="text-muted">{rule.looks_for}</dd>
            </div>
          ))}
        </dl>
      </details>
    </Card>
  );
}

function Row({ threat }: { threat: Threat }) {
  return (
    <li className="flex flex-col gap-1 py-3 first:pt-1">
      <p className="flex flex-wrap items-center gap-2 font-medium">
        <SeverityBadge severity={threat.severity} /> {threat.title}
      </p>
      <p className="text-sm wrap-anywhere">
        <Told text={threat.text} />
        <span className="text-muted">
          , last <Ago at={threat.last_at} />
        </span>
      </p>
      <ul className="list-disc pl-5 text-sm text-muted">
        {threat.what_to_do.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ul>
    </li>
  );
}
