"use client"; // Holds the tab's one connection.

import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";
import { LiveClient, type LiveState } from "./live-client";

const Live = createContext<LiveClient | null>(null);

/** Opens the connection while the signed-in part of the app is on screen. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const [client] = useState(() => new LiveClient());
  useEffect(() => {
    client.start();
    return () => client.stop();
  }, [client]);
  return <Live value={client}>{children}</Live>;
}

export function useLiveClient(): LiveClient {
  const client = useContext(Live);
  if (!client) throw new Error("This part of the page needs a LiveProvider around it");
  return client;
}

export function useLiveState(): LiveState {
  const client = useLiveClient();
  return useSyncExternalStore(client.watchState, client.getState, () => "connecting");
}
