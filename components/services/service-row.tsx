"use client"; // Part of a live list.

import Link from "next/link";
import type { ServiceView } from "@/lib/monitoring/contract";
import { CheckNow } from "./check-now";
import { HealthBadge, healthText } from "./health-badge";
import { LastChecked } from "./last-checked";
import { Sparkline } from "./sparkline";
import { UnavailableHint } from "./unavailable-hint";

export function ServiceRow({
  service,
  onChecked,
}: {
  service: ServiceView;
  onChecked: (service: ServiceView) => void;
}) {
  return (
    <li className="flex flex-col gap-3 px-4 py-3.5">
      <div className="grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-2 md:grid-cols-[minmax(0,1fr)_4.5rem_10rem_8.5rem_auto]">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-2">
            <Link
              href={`/services/${encodeURIComponent(service.name)}`}
              className="truncate font-medium hover:underline"
            >
              {service.name}
            </Link>
            <HealthBadge service={service} />
          </div>
          <p className="text-xs text-muted">
            {service.kind}
            {service.target.kind !== "none" && ` · ${service.target.kind}`}
            {service.target.kind !== "none" && service.target.name !== service.name && ` ${service.target.name}`}
            {service.is_sandbox && " · practice"}
          </p>
        </div>
        <p className="text-right text-2xl leading-none font-semibold tabular-nums">
          {healthText(service.health)}
          <span className="sr-only"> of 100</span>
        </p>
        <Sparkline name={service.name} />
        <p className="text-right text-xs text-muted md:text-left">
          <LastChecked service={service} />
        </p>
        <div className="col-span-2 flex flex-wrap items-center gap-2 md:col-span-1 md:justify-end">
          <CheckNow name={service.name} onChecked={onChecked} />
        </div>
      </div>
      {service.open_incident_id && (
        <Link
          href={`/incidents/${service.open_incident_id}`}
          className="self-start rounded-md bg-bad-soft px-2 py-1 text-sm font-medium text-bad hover:underline"
        >
          Open incident →
        </Link>
      )}
      {service.last_error && <p className="verbatim line-clamp-3 text-bad">{service.last_error}</p>}
      {service.unavailable_hint && <UnavailableHint hint={service.unavailable_hint} />}
    </li>
  );
}
