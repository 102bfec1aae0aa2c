"use client"; // Keeps the list of services as live as the connection allows.

import { useState } from "react";
import { get } from "@/components/api/request";
import { useLiveEvent } from "@/components/live/use-live";
import { useRefresh } from "@/components/live/use-refresh";
import type { ServiceView } from "@/lib/monitoring/contract";

export function useServices(initial: ServiceView[]) {
  const [services, setServices] = useState(initial);
  const refresh = useRefresh(async (signal) => setServices(await get<ServiceView[]>("/services", signal)));
  const put = (service: ServiceView) =>
    setServices((before) => before.map((known) => (known.id === service.id ? service : known)));
  useLiveEvent("service:health", (service) => {
    if (services.some((known) => known.id === service.id)) put(service);
    else refresh();
  });
  return { services, put };
}
