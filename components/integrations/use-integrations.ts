"use client"; // Keeps the list of integrations as live as the connection allows.

import { useState } from "react";
import { get } from "@/components/api/request";
import { useLiveEvent } from "@/components/live/use-live";
import { useRefresh } from "@/components/live/use-refresh";
import type { IntegrationView } from "@/lib/integrations/contract";

/** Sources may send thousands a second; whoever looks wants to see that they do, not each of them. */
export const INTEGRATION_GAP_MS = 1_000;

export function useIntegrations(initial: IntegrationView[]): IntegrationView[] {
  const [integrations, setIntegrations] = useState(initial);
  const refresh = useRefresh(
    async (signal) => setIntegrations(await get<IntegrationView[]>("/integrations", signal)),
    INTEGRATION_GAP_MS,
  );
  useLiveEvent("integration:changed", refresh);
  return integrations;
}
