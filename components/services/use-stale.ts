"use client"; // A sample grows old while one looks, and then no event says so.

import { useTextOfServerNow } from "@/components/ui/now";
import { isStale, type ServiceView } from "@/lib/monitoring/contract";

type Sampled = Pick<ServiceView, "last_checked_at" | "interval_ms" | "unavailable_hint">;

/** Whether nobody watches the service any more. */
export const useIsStale = (service: Sampled): boolean =>
  useTextOfServerNow((now) => (isStale(service, new Date(now)) ? "stale" : "")) === "stale";

/** The ids of those that nobody watches any more. */
export function useStaleIds(services: readonly ServiceView[]): ReadonlySet<string> {
  const ids = useTextOfServerNow((now) =>
    services
      .filter((service) => isStale(service, new Date(now)))
      .map(({ id }) => id)
      .join(" "),
  );
  return new Set(ids.split(" ").filter(Boolean));
}
