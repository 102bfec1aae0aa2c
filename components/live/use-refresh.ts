"use client"; // Reads again when something says that what is shown may be old.

import { useCallback, useEffect, useEffectEvent, useRef } from "react";
import { useLiveClient } from "./live-provider";
import { Refresher } from "./refresher";
import { useCatchUp } from "./use-live";

/**
 * A refresh that live events may ask for as often as they like. It also runs once the connection is there, for what happened since the
 * server read what it rendered, after a reconnect, and every five seconds while there is no connection. Two reads never start within
 * `gapMs`, and the pause grows while a storm lasts. A read that fails leaves what is shown, is asked for again every five seconds, and
 * the top bar does not say "Live" until it has worked. A page that nobody looks at reads nothing.
 */
export function useRefresh(read: (signal: AbortSignal) => Promise<void>, gapMs?: number): () => void {
  const client = useLiveClient();
  const latest = useEffectEvent(read);
  const refresher = useRef<Refresher>(undefined);
  useEffect(() => {
    const one = new Refresher(client, (signal) => latest(signal), gapMs);
    refresher.current = one;
    return () => one.stop();
  }, [client, gapMs]);
  const ask = useCallback(() => refresher.current?.ask(), []);
  useCatchUp(ask);
  return ask;
}
