"use client"; // The list is live.

import { Empty } from "@/components/ui/empty";
import { type ServiceView, UNMANAGED } from "@/lib/monitoring/contract";
import { ServiceRow } from "./service-row";
import { useServices } from "./use-services";

const urgency = { down: 0, degraded: 1, unknown: 2, healthy: 3 } as const;

/** What nobody watches comes last, unless it is in trouble. */
const urgencyOf = ({ kind, status, open_incident_id }: ServiceView) =>
  kind !== UNMANAGED ? urgency[status] : open_incident_id === null ? 4 : urgency.degraded;

/** What is broken first, then by name, so that the list holds still while nothing changes. */
const byUrgency = (a: ServiceView, b: ServiceView) => urgencyOf(a) - urgencyOf(b) || a.name.localeCompare(b.name);

export function ServiceList({ initial }: { initial: ServiceView[] }) {
  const { services, put } = useServices(initial);
  if (services.length === 0)
    return (
      <Empty title="Nothing is watched yet">
        Add a Redis or Postgres service through the API (POST /api/v1/services), or start the practice services.
      </Empty>
    );
  return (
    <ul className="divide-y divide-line">
      {services.toSorted(byUrgency).map((service) => (
        <ServiceRow key={service.id} service={service} onChecked={put} />
      ))}
    </ul>
  );
}
