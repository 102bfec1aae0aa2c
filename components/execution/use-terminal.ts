"use client"; // Connects a terminal store to the screen.

import { useEffect, useState, useSyncExternalStore } from "react";
import { useLiveClient } from "@/components/live/live-provider";
import { Follower } from "./follower";
import { TerminalStore } from "./terminal-store";

/** The store of one execution, filled while the component is on screen. The component renders again once per frame at most. */
export function useTerminal(executionId: string): TerminalStore {
  const client = useLiveClient();
  const [store] = useState(() => new TerminalStore());
  useEffect(() => {
    const follower = new Follower(client, executionId, store);
    follower.start();
    return () => follower.stop();
  }, [client, executionId, store]);
  useSyncExternalStore(store.subscribe, store.getVersion, () => 0);
  return store;
}
