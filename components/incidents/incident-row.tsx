"use client"; // Part of a live list.

import Link from "next/link";
import { Ago, Since } from "@/components/ui/time";
import type { IncidentSummary } from "@/lib/incidents/contract";
import { SeverityBadge, StatusBadge } from "./badges";

/** One incident as one link: what is broken, how bad, since when, who has it. */
export function IncidentRow({ incident, isNew }: { incident: IncidentSummary; isNew?: boolean }) {
  const isOpen = incident.status !== "resolved";
  return (
    <li className={isNew ? "arriving" : undefined}>
      <Link
        href={`/incidents/${incident.id}`}
        data-row
        className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1 px-4 py-3 hover:bg-sunken focus-visible:-outline-offset-2 md:grid-cols-[7.5rem_minmax(0,1fr)_11rem_8rem]"
      >
        <span className="flex items-center gap-2 max-md:col-span-2 md:row-span-2 md:flex-col md:items-start md:gap-1.5">
          <SeverityBadge severity={incident.severity} />
          <StatusBadge status={incident.status} />
          <span className="ml-auto text-right text-sm md:hidden">
            {isOpen ? (
              <Since at={incident.created_at} inLink />
            ) : (
              <Ago at={incident.created_at} inLink className="text-muted" />
            )}
          </span>
        </span>
        <span className="font-medium max-md:col-span-2 max-md:wrap-anywhere md:truncate">
          <span className="mr-1.5 font-normal text-muted">#{incident.number}</span>
          {incident.title}
        </span>
        <span className="truncate text-sm text-muted md:text-ink">
          {incident.service_name ?? incident.affected_system}
        </span>
        <span className="hidden text-right text-sm md:block">
          {isOpen ? (
            <Since at={incident.created_at} inLink />
          ) : (
            <Ago at={incident.created_at} inLink className="text-muted" />
          )}
        </span>
        <span className="truncate text-xs text-muted max-md:hidden md:col-start-2">
          {(isOpen ? incident.escalation : null) ?? incident.error_logs[0] ?? incident.description}
        </span>
        <span className="truncate text-xs text-muted max-md:text-right">{incident.assignee?.name ?? "Nobody yet"}</span>
        <span className="hidden text-right text-xs text-muted md:block">
          {incident.alert_count > 1 ? `${incident.alert_count} alerts` : incident.alert_source}
        </span>
      </Link>
    </li>
  );
}
