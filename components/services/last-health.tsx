"use client"; // "Now" stops being true while one looks, when nobody watches.

import type { ServiceView } from "@/lib/monitoring/contract";
import { healthText } from "./health-badge";
import { LastChecked } from "./last-checked";
import { useIsStale } from "./use-stale";

/** "health now 12", or, when that is not known, the last health that was and since when nobody looks. */
export function LastHealth({ service }: { service: ServiceView }) {
  const stale = useIsStale(service);
  return (
    <span>
      <span className="text-muted">{stale ? "health was " : "health now "}</span>
      <span className="font-semibold">{healthText(service.health)}</span>
      {stale && (
        <span className="text-muted">
          , <LastChecked service={service} />
        </span>
      )}
    </span>
  );
}
