"use client"; // Keeps a list of incidents as live as the connection allows.

import { useRef, useState } from "react";
import { get } from "@/components/api/request";
import { useLiveEvent } from "@/components/live/use-live";
import { useRefresh } from "@/components/live/use-refresh";
import type { IncidentSummary } from "@/lib/incidents/contract";
import type { Page } from "@/lib/platform/contract";
import { apiQuery, belongs, type IncidentQuery } from "./query";

/**
 * A page of incidents that changes in place at once. What newly belongs, or may belong by a search, is read from the server, which
 * alone knows the order and the total.
 */
export function useIncidentList(initial: Page<IncidentSummary>, query: IncidentQuery) {
  const [page, setPage] = useState(initial);
  const [newIds, setNewIds] = useState<ReadonlySet<string>>(new Set());
  const known = useRef(new Set(initial.items.map(({ id }) => id)));

  const refresh = useRefresh(async (signal) => {
    const params = new URLSearchParams(Object.entries(apiQuery(query)).map(([key, value]) => [key, String(value)]));
    const fresh = await get<Page<IncidentSummary>>(`/incidents?${params}`, signal);
    setNewIds(new Set(fresh.items.filter(({ id }) => !known.current.has(id)).map(({ id }) => id)));
    for (const { id } of fresh.items) known.current.add(id);
    setPage(fresh);
  });

  useLiveEvent("incident:changed", (incident) => {
    const isShown = page.items.some(({ id }) => id === incident.id);
    if (isShown)
      setPage((before) => ({
        ...before,
        items: before.items.map((item) => (item.id === incident.id ? incident : item)),
      }));
    if (belongs(incident, query) !== isShown) refresh();
  });
  return { page, newIds };
}
