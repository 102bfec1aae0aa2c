"use client"; // Windows are planned by others, and begin and end by themselves, while one looks.

import { useEffect, useRef, useState } from "react";
import { get } from "@/components/api/request";
import { useLiveEvent } from "@/components/live/use-live";
import { useRefresh } from "@/components/live/use-refresh";
import { useTextOfNow } from "@/components/ui/now";
import type { MaintenanceWindowView } from "@/lib/maintenance/contract";
import type { Page } from "@/lib/platform/contract";

export const WINDOWS_PATH = "/settings/maintenance-windows";
type Query = { state?: "active"; page?: number };

/** A page of windows as it is now, and a way to read it again. */
export function useWindows(initial: Page<MaintenanceWindowView>, { state, page = 1 }: Query) {
  const [windows, setWindows] = useState(initial);
  const params = new URLSearchParams({ page: String(page), ...(state && { state }) });
  const refresh = useRefresh(async (signal) =>
    setWindows(await get<Page<MaintenanceWindowView>>(`${WINDOWS_PATH}?${params}`, signal)),
  );
  useLiveEvent("maintenance:changed", refresh);
  // Nobody tells that one begins or ends, and people plan to the minute.
  const minute = useTextOfNow((now) => String(Math.floor(now / 60_000)));
  const readIn = useRef(minute);
  useEffect(() => {
    if (readIn.current === minute) return;
    readIn.current = minute;
    refresh();
  }, [minute, refresh]);
  return { windows, refresh };
}
