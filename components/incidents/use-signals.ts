"use client"; // What the first answer has no room for is read when somebody wants to see it.

import { useEffect, useState } from "react";
import { get } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { useRefresh } from "@/components/live/use-refresh";
import { MOST_SIGNALS, type SignalView } from "@/lib/alerts/contract";
import type { Page } from "@/lib/platform/contract";

export const FIRST_SIGNALS = 5;
const NEXT = 25;

/**
 * Where each thing stands that an incident is about, and more of it at each press. The first hundred come with the incident; the pages after
 * them are read when they are wanted, and read again whenever the first ones have changed.
 */
export function useSignals(incidentId: string, first: readonly SignalView[], total: number) {
  const [most, setMost] = useState(FIRST_SIGNALS);
  const [pages, setPages] = useState<readonly SignalView[][]>([]);
  const { pending, refusal, run } = useAction<"more">();
  const read = async (page: number, signal?: AbortSignal) =>
    (await get<Page<SignalView>>(`/incidents/${incidentId}/signals?page=${page}&page_size=${MOST_SIGNALS}`, signal))
      .items;
  const refresh = useRefresh(async (signal) => {
    if (pages.length === 0) return;
    const fresh = await Promise.all(pages.map((_, index) => read(index + 2, signal)));
    // One more may have come meanwhile.
    setPages((before) => before.map((page, index) => fresh[index] ?? page));
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new answer for the first ones is a reason to read the others again
  useEffect(refresh, [first, refresh]);

  // One that has changed between two reads may be in both.
  const known = distinct([...first, ...pages.flat()]);
  const hasAll = (pages.length + 1) * MOST_SIGNALS >= total;
  const shown = known.slice(0, most);
  const step = most < MOST_SIGNALS ? NEXT : MOST_SIGNALS;
  const showMore = () =>
    run("more", async () => {
      if (most + step > known.length && !hasAll) {
        const next = await read(pages.length + 2);
        setPages((before) => [...before, next]);
      }
      setMost(most + step);
    });
  const left = Math.max(0, (hasAll ? known.length : total) - shown.length);
  return { shown, left, step, showMore, isReading: pending !== null, refusal };
}

function distinct(signals: readonly SignalView[]): SignalView[] {
  const ids = new Set<string>();
  return signals.filter(({ id }) => !ids.has(id) && ids.add(id));
}
