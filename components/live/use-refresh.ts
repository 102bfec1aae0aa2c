"use client"; // Reads again when something says that what is shown may be old.

import { useCallback, useEffect, useEffectEvent, useRef } from "react";
import { coalesce } from "@/components/api/coalesce";
import { ApiError } from "@/components/api/request";
import { useCatchUp } from "./use-live";

/**
 * A refresh that live events may ask for as often as they like. It also runs once the connection is there, for what happened since the
 * server read what it rendered, after a reconnect, and every five seconds while there is no connection. Two reads never start within
 * `gapMs`. A read that fails leaves what is shown: the connection state in the top bar tells why it is old.
 */
export function useRefresh(read: (signal: AbortSignal) => Promise<void>, gapMs?: number): () => void {
  const latest = useEffectEvent(read);
  const asked = useRef<() => void>(undefined);
  useEffect(() => {
    const controller = new AbortController();
    const refresh = coalesce(async () => {
      await latest(controller.signal).catch((error: unknown) => {
        const isAway = error instanceof ApiError && error.status === 0;
        if (!controller.signal.aborted && !isAway) console.warn("A refresh failed", error);
      });
    }, gapMs);
    asked.current = refresh.ask;
    return () => {
      refresh.stop();
      controller.abort();
    };
  }, [gapMs]);
  const ask = useCallback(() => asked.current?.(), []);
  useCatchUp(ask);
  return ask;
}
