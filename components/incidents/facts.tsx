import { Ago } from "@/components/ui/time";
import type { IncidentView } from "@/lib/incidents/contract";

/** The smaller facts of an incident, for whoever needs them. */
export function Facts({ incident }: { incident: IncidentView }) {
  const labels = Object.entries(incident.labels);
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm [&_dd]:text-right [&_dd]:wrap-anywhere [&_dt]:text-muted">
      <div className="contents">
        <dt>Affected</dt>
        <dd>{incident.affected_system}</dd>
      </div>
      <div className="contents">
        <dt>Assigned to</dt>
        <dd>{incident.assignee?.name ?? "Nobody yet"}</dd>
      </div>
      <div className="contents">
        <dt>Source</dt>
        <dd>
          {incident.alert_source}
          {incident.alert_count > 1 && `, ${incident.alert_count.toLocaleString("en")} alerts joined`}
        </dd>
      </div>
      {incident.acknowledged_at && (
        <div className="contents">
          <dt>Acknowledged</dt>
          <dd>
            {incident.acknowledged_by ?? "Somebody"}, <Ago at={incident.acknowledged_at} />
          </dd>
        </div>
      )}
      {incident.kept_open_by !== null && incident.resolved_at === null && (
        <div className="contents">
          <dt>Opened again</dt>
          <dd>{incident.kept_open_by}; good samples alone do not resolve it</dd>
        </div>
      )}
      {incident.resolved_at && (
        <div className="contents">
          <dt>Resolved</dt>
          <dd>
            {incident.resolved_by ?? "Somebody"}, <Ago at={incident.resolved_at} />
          </dd>
        </div>
      )}
      {labels.map(([name, value]) => (
        <div key={name} className="contents">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
