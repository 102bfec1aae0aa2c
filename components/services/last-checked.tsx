"use client"; // Turns into a question when nobody watches any more.

import { Ago } from "@/components/ui/time";
import type { ServiceView } from "@/lib/monitoring/contract";
import { useIsStale } from "./use-stale";

/** "last checked 4 s ago", and what to ask when that is too long ago. */
export function LastChecked({ service }: { service: ServiceView }) {
  const stale = useIsStale(service);
  if (service.last_checked_at === null) return "not checked yet";
  return (
    <>
      last checked <Ago at={service.last_checked_at} />
      {stale && <strong className="font-medium text-warn">: is a worker running?</strong>}
    </>
  );
}
