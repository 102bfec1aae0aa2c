"use client"; // How long it has been so ticks.

import { Notice } from "@/components/ui/notice";
import { Since } from "@/components/ui/time";
import type { ServiceView } from "@/lib/monitoring/contract";

/** Whether nobody watches anything: of the services that can run, every one that has ever been checked is stale. */
export function isNobodyWatching(services: readonly ServiceView[], staleIds: ReadonlySet<string>): boolean {
  return (
    staleIds.size > 0 &&
    services.every(
      ({ id, last_checked_at, unavailable_hint }) =>
        unavailable_hint !== null || last_checked_at === null || staleIds.has(id),
    )
  );
}

export function NobodyWatches({ services }: { services: readonly ServiceView[] }) {
  const newest = services
    .flatMap(({ last_checked_at }) => last_checked_at ?? [])
    .toSorted()
    .at(-1);
  if (newest === undefined) return null;
  return (
    <Notice tone="warn" title="Nobody is watching:">
      no sample for {/* Not read out again with every second. */}
      <span aria-live="off">
        <Since at={newest} />
      </span>
      . Is the worker running?
    </Notice>
  );
}
