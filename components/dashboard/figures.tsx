import type { ReactNode } from "react";
import type { DashboardStats } from "@/lib/analytics/contract";
import { percent, restsOn, spanText } from "./words";

/** The period in six figures, each with what it rests on. */
export function Figures({ stats }: { stats: DashboardStats }) {
  const {
    opened,
    opened_before,
    resolved,
    resolved_before,
    time_to_acknowledge,
    time_to_resolve,
    fixed_by_nightshift,
  } = stats;
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-xl border border-line bg-line sm:grid-cols-3 xl:grid-cols-6">
      <Figure name="Opened" value={opened.toLocaleString("en")}>
        {before(opened_before)}
      </Figure>
      <Figure name="Resolved" value={resolved.toLocaleString("en")}>
        {before(resolved_before)}
      </Figure>
      <Figure name="Acknowledged within" value={spanText(time_to_acknowledge.median_ms)}>
        {time_to_acknowledge.count > 0 && `9 of 10 within ${spanText(time_to_acknowledge.p90_ms)}, `}
        {restsOn(time_to_acknowledge)}
      </Figure>
      <Figure name="Resolved within" value={spanText(time_to_resolve.median_ms)}>
        {time_to_resolve.count > 0 && `9 of 10 within ${spanText(time_to_resolve.p90_ms)}, `}
        {restsOn(time_to_resolve)}
      </Figure>
      <Figure name="Fixed by Nightshift" value={percent(fixed_by_nightshift)}>
        {fixed_by_nightshift.denominator === 0
          ? "nothing was resolved"
          : `${fixed_by_nightshift.numerator.toLocaleString("en")} of ${fixed_by_nightshift.denominator.toLocaleString("en")} resolved, verified`}
      </Figure>
      <Figure name="Waiting for you" value={stats.waiting_proposals.toLocaleString("en")}>
        {stats.waiting_proposals === 1 ? "fix to decide on" : "fixes to decide on"}
        {stats.running_executions > 0 && `, ${stats.running_executions} running`}
      </Figure>
    </dl>
  );
}

const before = (count: number) => `${count.toLocaleString("en")} in the period before`;

const Figure = ({ name, value, children }: { name: string; value: string; children: ReactNode }) => (
  <div className="flex flex-col bg-surface px-4 py-3">
    <dt className="text-xs text-muted">{name}</dt>
    <dd className="text-xl font-semibold tracking-tight">{value}</dd>
    <dd className="text-xs text-muted">{children}</dd>
  </div>
);
