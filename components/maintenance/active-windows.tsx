"use client"; // A window begins and ends while one looks.

import Link from "next/link";
import { ClockIcon } from "@/components/ui/icons";
import { Planned, useIsPast } from "@/components/ui/time";
import type { MaintenanceWindowView } from "@/lib/maintenance/contract";
import type { Page } from "@/lib/platform/contract";
import { useWindows } from "./use-windows";
import { coveredInText, covers } from "./words";

type Props = {
  initial: Page<MaintenanceWindowView>;
  /** Only what covers this service; every window where none is named. */
  service?: string;
};

/** That silence is planned just now, so that nobody takes it for health. Nothing where no window is active. */
export function ActiveWindows({ initial, service }: Props) {
  const { windows } = useWindows(initial, { state: "active" });
  const shown = windows.items.filter((one) => !service || covers(one, service));
  if (shown.length === 0) return null;
  return (
    <section aria-label="Maintenance now" className="flex flex-col gap-2">
      {shown.map((one) => (
        <ActiveWindow key={one.id} active={one} />
      ))}
    </section>
  );
}

function ActiveWindow({ active }: { active: MaintenanceWindowView }) {
  const isOver = useIsPast(active.ends_at);
  if (isOver) return null;
  return (
    <p className="flex gap-2 rounded-lg border border-line bg-sunken px-3 py-2 text-sm">
      <ClockIcon className="mt-0.5 size-4 text-muted" />
      <span className="min-w-0 wrap-anywhere">
        <Link href="/settings/maintenance" className="font-medium hover:underline">
          Maintenance: {active.name}
        </Link>
        {", "}
        <span className="text-muted">
          until <Planned at={active.ends_at} /> for {coveredInText(active)}. What fires meanwhile opens no incident.
        </span>
      </span>
    </p>
  );
}
