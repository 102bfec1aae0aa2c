"use client"; // Health, metrics and checks are live.

import Link from "next/link";
import { IncidentRow } from "@/components/incidents/incident-row";
import type { IncidentQuery } from "@/components/incidents/query";
import { useIncidentList } from "@/components/incidents/use-incident-list";
import { ActiveWindows } from "@/components/maintenance/active-windows";
import { BackLink } from "@/components/ui/back-link";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import type { IncidentSummary } from "@/lib/incidents/contract";
import type { MaintenanceWindowView } from "@/lib/maintenance/contract";
import { type SampleView, type ServiceView, UNMANAGED } from "@/lib/monitoring/contract";
import type { Page } from "@/lib/platform/contract";
import { CheckNow } from "./check-now";
import { HealthBadge, healthText } from "./health-badge";
import { HealthChart } from "./health-chart";
import { LastChecked } from "./last-checked";
import { LinksCard, type Lookers } from "./links-card";
import { MetricsTable } from "./metrics-table";
import { UnavailableHint } from "./unavailable-hint";
import { UnmanagedNote } from "./unmanaged-note";
import { useService } from "./use-service";

type Props = {
  service: ServiceView;
  samples: SampleView[];
  incidents: Page<IncidentSummary>;
  query: IncidentQuery;
  windows: Page<MaintenanceWindowView>;
  lookers: Lookers;
};

export function ServiceScreen({ service: initial, samples, incidents, query, windows, lookers }: Props) {
  const { service: live, put } = useService(initial);
  const { page, newIds } = useIncidentList(incidents, query);
  const service = live ?? initial;
  const isManaged = service.kind !== UNMANAGED;
  return (
    <div className="flex flex-col gap-4">
      <header className="flex flex-col gap-2">
        <BackLink href="/services" to="Services" />
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <h1 className="text-2xl font-semibold tracking-tight">{service.name}</h1>
          <HealthBadge service={service} />
          {isManaged && (
            <>
              <p className="text-2xl font-semibold">
                {healthText(service.health)}
                <span className="ml-1 text-sm font-normal text-muted">of 100</span>
              </p>
              <span className="ml-auto">
                <CheckNow name={service.name} onChecked={put} />
              </span>
            </>
          )}
        </div>
        {isManaged && (
          <p className="text-sm text-muted">
            {service.kind}
            {service.target.kind === "none" ? ", watched only" : `, ${service.target.kind} ${service.target.name}`}
            {`, every ${service.interval_ms / 1_000} s`}
            {service.latency_ms !== null && `, answered in ${Math.round(service.latency_ms)} ms`}
            {", "}
            <LastChecked service={service} />
          </p>
        )}
      </header>
      <ActiveWindows initial={windows} service={service.name} />
      {service.open_incident_id && (
        <Link
          href={`/incidents/${service.open_incident_id}`}
          className="rounded-lg border border-bad/40 bg-bad-soft px-3 py-2 text-sm font-medium text-bad hover:underline"
        >
          An incident is open for this service →
        </Link>
      )}
      {service.last_error && (
        <Notice tone="bad">
          <span className="verbatim">{service.last_error}</span>
        </Notice>
      )}
      {service.unavailable_hint && <UnavailableHint hint={service.unavailable_hint} />}
      {!isManaged && <UnmanagedNote name={service.name} />}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          {isManaged && (
            <Card title="Health in the last hour">
              <HealthChart name={service.name} initial={samples} />
            </Card>
          )}
          <section aria-label="Recent incidents" className="overflow-hidden rounded-xl border border-line bg-surface">
            <h2 className="px-4 pt-3 pb-2 font-semibold">Recent incidents</h2>
            {page.items.length === 0 ? (
              <p className="px-4 pb-4 text-sm text-muted">This service has never been in trouble here.</p>
            ) : (
              <ul className="divide-y divide-line border-t border-line">
                {page.items.map((incident) => (
                  <IncidentRow key={incident.id} incident={incident} isNew={newIds.has(incident.id)} />
                ))}
              </ul>
            )}
          </section>
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          {isManaged && (
            <Card title="Metrics">
              <MetricsTable metrics={service.metrics} caption={`The latest metrics of ${service.name}`} />
            </Card>
          )}
          <LinksCard service={service} lookers={lookers} onSaved={put} />
        </div>
      </div>
    </div>
  );
}
