"use client"; // What is broken right now changes by itself.

import Link from "next/link";
import { HealthBadge, healthText } from "@/components/services/health-badge";
import { isNobodyWatching, NobodyWatches } from "@/components/services/nobody-watches";
import { useServices } from "@/components/services/use-services";
import { useStaleIds } from "@/components/services/use-stale";
import { Card } from "@/components/ui/card";
import { CheckIcon, IncidentIcon } from "@/components/ui/icons";
import type { IncidentSummary } from "@/lib/incidents/contract";
import { type ServiceView, UNMANAGED } from "@/lib/monitoring/contract";
import type { Page } from "@/lib/platform/contract";
import { IncidentRow } from "./incident-row";
import { readQuery } from "./query";
import { useIncidentList } from "./use-incident-list";

const openOnes = readQuery({});
// What fits beside the figures; the list has them all.
const MOST = 8;

type Props = { incidents: Page<IncidentSummary>; services: ServiceView[] };

export function Overview({ incidents, services: initialServices }: Props) {
  const { page, newIds } = useIncidentList(incidents, openOnes);
  const { services: known } = useServices(initialServices);
  // What is known from alerts alone shows in its incidents.
  const services = known.filter(({ kind }) => kind !== UNMANAGED);
  const staleIds = useStaleIds(services);
  const watched = services.filter(({ id }) => !staleIds.has(id));
  const ailing = watched.filter(({ status }) => status === "degraded" || status === "down");
  const isUnwatched = isNobodyWatching(services, staleIds);
  const isCalm = page.total === 0 && ailing.length === 0 && !isUnwatched;

  return (
    <div className="flex flex-col gap-5">
      <div className="flex items-start gap-3" role="status">
        <span className={`rounded-full p-2.5 ${isCalm ? "bg-ok-soft text-ok" : "bg-bad-soft text-bad"}`}>
          {isCalm ? <CheckIcon className="size-6" /> : <IncidentIcon className="size-6" />}
        </span>
        <div>
          <h1 className="text-xl font-semibold tracking-tight">{headline(page.total, ailing, isUnwatched)}</h1>
          <p className="text-sm text-muted">
            {services.length === 0
              ? "Nothing is watched yet."
              : `${watched.filter(({ status }) => status === "healthy").length} of ${services.length} services are healthy.`}
          </p>
        </div>
      </div>
      {isUnwatched && <NobodyWatches services={services} />}

      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <section aria-label="Open incidents" className="overflow-hidden rounded-xl border border-line bg-surface">
          <h2 className="px-4 pt-3 pb-2 font-semibold">Open incidents</h2>
          {page.items.length === 0 ? (
            <p className="px-4 pb-4 text-sm text-muted">None. You will see the next one here the moment it opens.</p>
          ) : (
            <ul className="divide-y divide-line border-t border-line">
              {page.items.slice(0, MOST).map((incident) => (
                <IncidentRow key={incident.id} incident={incident} isNew={newIds.has(incident.id)} />
              ))}
            </ul>
          )}
          {page.total > MOST && (
            <Link href="/incidents" className="block border-t border-line px-4 py-2.5 text-sm font-medium text-accent">
              All {page.total} open incidents
            </Link>
          )}
        </section>

        <Card
          title="Services"
          actions={
            <Link href="/services" className="text-sm font-medium text-accent">
              Details
            </Link>
          }
        >
          {services.length === 0 ? (
            <p className="text-sm text-muted">Services that are watched will be listed here.</p>
          ) : (
            <ul className="flex flex-col">
              {services.map((service) => (
                <li key={service.id}>
                  <Link
                    href={`/services/${encodeURIComponent(service.name)}`}
                    className="-mx-2 flex items-center gap-3 rounded-lg px-2 py-1.5 hover:bg-sunken"
                  >
                    <span className="min-w-0 flex-1 truncate">{service.name}</span>
                    <HealthBadge service={service} />
                    <span className="w-8 text-right font-semibold">{healthText(service.health)}</span>
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </Card>
      </div>
    </div>
  );
}

function headline(open: number, ailing: ServiceView[], isUnwatched: boolean): string {
  if (open === 1) return "One incident is open";
  if (open > 1) return `${open} incidents are open`;
  if (ailing[0]) return `${ailing.map(({ name }) => name).join(" and ")} may be in trouble`;
  if (isUnwatched) return "Nobody knows whether anything is broken";
  return "Nothing is broken right now";
}
