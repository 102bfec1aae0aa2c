"use client"; // Keeps what is broken on purpose up to date.

import { useCallback, useEffect, useState } from "react";
import { get, wordsOf } from "@/components/api/request";
import { useLiveEvent } from "@/components/live/use-live";
import { useRefresh } from "@/components/live/use-refresh";
import type { PracticeService, SandboxView } from "@/lib/integrations/contract";

const EVERY_MS = 3_000;

/** The sandbox sends no events of its own, so it is asked: often enough to see an injection take hold. */
export function useSandbox(initial: SandboxView, initialProblem: string | null) {
  const [view, setView] = useState(initial);
  const [problem, setProblem] = useState(initialProblem);
  const refresh = useRefresh(async (signal) => {
    try {
      setView(await get<SandboxView>("/sandbox", signal));
      setProblem(null);
    } catch (error) {
      if (!signal.aborted) setProblem(wordsOf(error));
    }
  });
  useEffect(() => {
    const timer = setInterval(refresh, EVERY_MS);
    return () => clearInterval(timer);
  }, [refresh]);
  useLiveEvent("service:health", refresh);
  const put = useCallback((service: PracticeService) => {
    setView((before) => ({
      ...before,
      services: before.services.map((known) => (known.service === service.service ? service : known)),
    }));
  }, []);
  return { view, problem, put };
}
