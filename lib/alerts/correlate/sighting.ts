import type { Sighting } from "@/lib/incidents";
import { sourceTitles } from "@/lib/integrations/contract";
import type { ServiceOfAlert } from "@/lib/monitoring";
import { storable } from "@/lib/platform/storable";
import type { Held } from "./held";

/** An alert as an incident takes it, with what was last seen of the service where somebody looks at it. */
export function sightingOf({ integration, alert, severity }: Held, { live, isManaged }: ServiceOfAlert): Sighting {
  const links = alert.links.map(({ href, text }) => `${text}: ${href}`);
  return {
    source: integration.source,
    reporter: sourceTitles[integration.source],
    title: alert.title,
    description: [alert.description, links.join("\n")].filter((part) => part.trim() !== "").join("\n\n"),
    severity,
    errorLogs: [...alert.errorLines, ...(live?.lastError ? [live.lastError] : [])],
    metricsSnapshot: live?.metrics ?? {},
    health: live?.health ?? null,
    ...(live && { sampledAt: live.at }),
    labels: storable(alert.labels),
    isWatched: isManaged,
  };
}
