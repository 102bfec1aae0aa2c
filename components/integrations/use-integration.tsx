"use client"; // Keeps one integration as live as the connection allows, for every part of its pages.

import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import type { z } from "zod";
import { get, put } from "@/components/api/request";
import { useLiveEvent } from "@/components/live/use-live";
import { useRefresh } from "@/components/live/use-refresh";
import type { ChangeIntegration, IntegrationDetail } from "@/lib/integrations/contract";
import { pathOf } from "./paths";
import { INTEGRATION_GAP_MS } from "./use-integrations";

type Held = {
  integration: IntegrationDetail;
  setIntegration: (integration: IntegrationDetail) => void;
  refresh: () => void;
  /** Replaces the settings that are given. Throws `ApiError`. */
  change: (changes: z.input<typeof ChangeIntegration>) => Promise<IntegrationDetail>;
};

const Current = createContext<Held | null>(null);

export function IntegrationProvider({ initial, children }: { initial: IntegrationDetail; children: ReactNode }) {
  const [integration, setIntegration] = useState(initial);
  const { id, name } = initial;
  const refresh = useRefresh(
    async (signal) => setIntegration(await get<IntegrationDetail>(pathOf(name), signal)),
    INTEGRATION_GAP_MS,
  );
  useLiveEvent("integration:changed", (changed) => {
    if (changed.id === id) refresh();
  });
  const held = useMemo(
    () => ({
      integration,
      setIntegration,
      refresh,
      change: async (changes: z.input<typeof ChangeIntegration>) => {
        const changed = await put<IntegrationDetail>(`${pathOf(name)}/config`, changes);
        setIntegration(changed);
        return changed;
      },
    }),
    [integration, refresh, name],
  );
  return <Current value={held}>{children}</Current>;
}

export function useIntegration(): Held {
  const held = useContext(Current);
  if (!held) throw new Error("This part of the page needs an IntegrationProvider around it");
  return held;
}
