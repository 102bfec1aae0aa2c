import { SeverityBadge } from "@/components/incidents/badges";
import { Card } from "@/components/ui/card";
import type { ResolutionTimes } from "@/lib/analytics/contract";
import { Severity } from "@/lib/incidents/contract";
import { spanText } from "./words";

/** Medians and nine of ten: a mean alone hides the night that took six hours. */
export function TimesCard({ times }: { times: ResolutionTimes }) {
  const rows = Severity.options.map((severity) => ({ severity, spans: times.by_severity[severity].time_to_resolve }));
  const all = times.time_to_resolve;
  return (
    <Card title="Time to resolve">
      <table className="w-full text-sm">
        <thead className="text-xs text-muted">
          <tr>
            <th className="text-left font-medium">
              <span className="sr-only">Severity</span>
            </th>
            <th className="text-right font-medium">Median</th>
            <th className="text-right font-medium">9 of 10</th>
            <th className="text-right font-medium">Incidents</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ severity, spans }) => (
            <tr key={severity} className="h-9">
              <th scope="row" className="text-left font-normal">
                <SeverityBadge severity={severity} />
              </th>
              <td className="text-right">{spanText(spans.median_ms)}</td>
              <td className="text-right">{spanText(spans.p90_ms)}</td>
              <td className="text-right text-muted">{spans.count.toLocaleString("en")}</td>
            </tr>
          ))}
          <tr className="h-9 border-t border-line font-medium">
            <th scope="row" className="text-left font-medium">
              All
            </th>
            <td className="text-right">{spanText(all.median_ms)}</td>
            <td className="text-right">{spanText(all.p90_ms)}</td>
            <td className="text-right">{all.count.toLocaleString("en")}</td>
          </tr>
        </tbody>
      </table>
    </Card>
  );
}
