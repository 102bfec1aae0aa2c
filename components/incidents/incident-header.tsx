"use client"; // The time since it broke ticks.

import Link from "next/link";
import { HealthBadge, healthText } from "@/components/services/health-badge";
import { LastHealth } from "@/components/services/last-health";
import { Exact, Since } from "@/components/ui/time";
import type { IncidentView } from "@/lib/incidents/contract";
import { type ServiceView, UNHEALTHY_BELOW, UNMANAGED } from "@/lib/monitoring/contract";
import type { ExecutionView } from "@/lib/remediation/contract";
import { SeverityBadge, StatusBadge } from "./badges";
import { IncidentTitle } from "./incident-title";

type Props = {
  incident: IncidentView;
  service: ServiceView | null;
  /** The newest run: right after it, its verification knows the health better than the last check does. */
  execution: ExecutionView | null;
};

/** What is broken, how bad, and since when. */
export function IncidentHeader({ incident, service, execution }: Props) {
  const verified = verifiedSince(service?.last_checked_at ?? null, execution);
  return (
    <header className="flex flex-col gap-2">
      <IncidentTitle incident={incident}>
        <SeverityBadge severity={incident.severity} />
        <StatusBadge status={incident.status} />
      </IncidentTitle>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-1.5 text-sm">
        <BrokenFor incident={incident} />
        <p className="flex flex-wrap items-center gap-2">
          {service ? (
            <>
              <Link href={`/services/${encodeURIComponent(service.name)}`} className="font-medium hover:underline">
                {service.name}
              </Link>
              {verified === null ? (
                <>
                  <HealthBadge service={service} />
                  {service.kind !== UNMANAGED && <LastHealth service={service} />}
                </>
              ) : (
                <span>
                  <span className="text-muted">health when verified </span>
                  <span className="font-semibold">{healthText(verified)}</span>
                </span>
              )}
            </>
          ) : (
            <span className="font-medium">{incident.service_name ?? incident.affected_system}</span>
          )}
        </p>
        <p className="text-muted max-sm:hidden">
          since <Exact at={incident.created_at} />
        </p>
      </div>
    </header>
  );
}

/**
 * How long it was really broken: not while what flaps was gone, nor from a resolution until it was reopened. Of what was measured to be well
 * when it opened, or opened again by somebody who knows better, no sample shows more than that it is open.
 */
function BrokenFor({ incident }: { incident: IncidentView }) {
  const { quiet_ms: quietMs, quiet_since: quietSince, resolved_at: resolvedAt } = incident;
  const isGoingOn = resolvedAt === null && quietSince === null;
  const wasWell = incident.kept_open_by !== null || (incident.opening_sample?.health ?? 0) >= UNHEALTHY_BELOW;
  const [goesOn, isOver] = wasWell ? ["Open for ", "Was open for "] : ["Broken for ", "Was broken for "];
  return (
    <p>
      <span className="text-muted">{isGoingOn ? goesOn : isOver}</span>
      <Since
        at={incident.created_at}
        until={quietSince ?? resolvedAt}
        pausedMs={quietMs}
        className={`font-semibold ${isGoingOn && !wasWell ? "text-bad" : ""}`}
      />
      {quietMs > 0 && <span className="text-muted"> in all</span>}
      {resolvedAt === null && quietSince !== null && (
        <span className="text-muted">
          , quiet for <Since at={quietSince} />
        </span>
      )}
    </p>
  );
}

/** The health that a run measured at its end, unless the service has been checked since. */
function verifiedSince(lastCheckedAt: string | null, execution: ExecutionView | null): number | null {
  if (!execution?.finished_at || (lastCheckedAt !== null && lastCheckedAt >= execution.finished_at)) return null;
  return execution.health_after;
}
