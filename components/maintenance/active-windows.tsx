"use client"; // A window ends while one looks.

import Link from "next/link";
import { ClockIcon } from "@/components/ui/icons";
import { Exact, useIsPast } from "@/components/ui/time";
import type { MaintenanceWindowView } from "@/lib/maintenance/contract";
import { coveredText } from "./words";

/** That silence is planned just now, so that nobody takes it for health. Nothing where no window is active. */
export function ActiveWindows({ windows }: { windows: MaintenanceWindowView[] }) {
  return windows.map((one) => <ActiveWindow key={one.id} active={one} />);
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
        </Link>{" "}
        <span className="text-muted">
          {coveredText(active)}, until <Exact at={active.ends_at} />. What fires meanwhile opens no incident.
        </span>
      </span>
    </p>
  );
}
