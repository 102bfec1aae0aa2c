"use client"; // Keeps one service as live as the connection allows.

import { useState } from "react";
import { get } from "@/components/api/request";
import { useLiveEvent } from "@/components/live/use-live";
import { useRefresh } from "@/components/live/use-refresh";
import type { ServiceView } from "@/lib/monitoring/contract";

export function useService(initial: ServiceView | null) {
  const [service, setService] = useState(initial);
  const name = initial?.name;
  useRefresh(async (signal) => {
    if (name !== undefined) setService(await get<ServiceView>(`/services/${encodeURIComponent(name)}`, signal));
  });
  useLiveEvent("service:health", (changed) => {
    if (changed.id === initial?.id) setService(changed);
  });
  return { service, put: setService };
}
