import { MetricsTable } from "@/components/services/metrics-table";
import { Card } from "@/components/ui/card";
import { ChevronIcon } from "@/components/ui/icons";
import { Ago } from "@/components/ui/time";
import type { IncidentView } from "@/lib/incidents/contract";

/** What was measured when it opened, which stays, and folded below it what was measured last. */
export function Metrics({ incident }: { incident: IncidentView }) {
  const { opening_sample: opening, metrics_snapshot: newest, metrics_sampled_at: newestAt } = incident;
  const lastly = newestAt && <Ago at={newestAt} />;
  if (!opening) {
    const isKnown = Object.keys(newest).length > 0;
    return (
      <Card title={isKnown ? "Metrics as last sampled" : "Metrics"} note={lastly}>
        <p className="text-sm text-muted">No sample is kept from when it opened.</p>
        {isKnown && <MetricsTable metrics={newest} caption="Metrics as last sampled" />}
      </Card>
    );
  }
  const isMeasured = Object.keys(opening.metrics).length > 0;
  return (
    <Card title="Metrics when it opened" note={<Ago at={opening.sampled_at} />}>
      {isMeasured ? (
        <MetricsTable metrics={opening.metrics} caption="Metrics when the incident opened" />
      ) : (
        <p className="text-sm text-muted">
          {opening.health !== null && `Health was ${Math.round(opening.health)}. `}Nothing else could be measured then.
        </p>
      )}
      {newestAt && newestAt !== opening.sampled_at && (
        <details className="group mt-2">
          <summary className="flex min-h-8 items-center gap-1 text-sm font-semibold">
            <ChevronIcon className="size-4 motion-safe:transition-transform group-open:rotate-180" />
            As last sampled
          </summary>
          <p className="text-xs text-muted">{lastly}</p>
          <MetricsTable metrics={newest} caption="Metrics as last sampled" />
        </details>
      )}
    </Card>
  );
}
