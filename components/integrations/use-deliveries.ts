"use client"; // Keeps a page of deliveries as live as the connection allows.

import { useState } from "react";
import { get } from "@/components/api/request";
import { useLiveEvent } from "@/components/live/use-live";
import { useRefresh } from "@/components/live/use-refresh";
import type { DeliveryView } from "@/lib/alerts/contract";
import type { Page } from "@/lib/platform/contract";
import { type DeliveryQuery, deliveriesPath } from "./delivery-query";
import { useIntegration } from "./use-integration";
import { INTEGRATION_GAP_MS } from "./use-integrations";

export function useDeliveries(initial: Page<DeliveryView>, query: DeliveryQuery): Page<DeliveryView> {
  const { integration } = useIntegration();
  const [page, setPage] = useState(initial);
  const { id, name } = integration;
  const refresh = useRefresh(
    async (signal) => setPage(await get<Page<DeliveryView>>(deliveriesPath(name, query), signal)),
    INTEGRATION_GAP_MS,
  );
  useLiveEvent("integration:changed", (changed) => {
    if (changed.id === id) refresh();
  });
  return page;
}
