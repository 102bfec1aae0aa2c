"use client"; // Keeps a list of incidents as live as the connection allows.

import { useRef, useState } from "react";
import { get } from "@/components/api/request";
import { useLiveEvent } from "@/components/live/use-live";
import { useRefresh } from "@/components/live/use-refresh";
import type { IncidentSummary } from "@/lib/incidents/contract";
import type { Page } from "@/lib/platform/contract";
import { apiQuery, type IncidentQuery, isNewer, movesPage } from "./query";

/**
 * A page of incidents that changes in place at once. What enters it or leaves it, or may by a search, has it read from the server, which
 * alone knows the total.
 */
export function useIncidentList(initial: Page<IncidentSummary>, query: IncidentQuery) {
  const [page, setPage] = useState(initial);
  const [newIds, setNewIds] = useState<ReadonlySet<string>>(new Set());
  // Heard of and not shown yet: what another one's coming or going has merely moved onto this page is not new.
  const entering = useRef(new Set<string>());
  const newest = useRef(initial.items[0] ?? null);

  const refresh = useRefresh(async (signal) => {
    const params = new URLSearchParams(Object.entries(apiQuery(query)).map(([key, value]) => [key, String(value)]));
    const fresh = await get<Page<IncidentSummary>>(`/incidents?${params}`, signal);
    setNewIds(new Set(fresh.items.map(({ id }) => id).filter((id) => entering.current.delete(id))));
    setPage(fresh);
  });

  useLiveEvent("incident:changed", (incident) => {
    const isShown = page.items.some(({ id }) => id === incident.id);
    if (isShown)
      setPage((before) => ({
        ...before,
        items: before.items.map((item) => (item.id === incident.id ? incident : item)),
      }));
    const moves = movesPage(incident, page, query, newest.current);
    if (!newest.current || isNewer(incident, newest.current)) newest.current = incident;
    if (!moves) return;
    if (!isShown) entering.current.add(incident.id);
    refresh();
  });
  return { page, newIds };
}
